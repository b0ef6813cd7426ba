import { Body, Controller, Get, HttpCode, Module, Param, Patch, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pino from 'pino';
import { z } from 'zod';
import type { KeyId, TenantId } from '../kernel/ids';
import type { ApiKey } from '../tenancy/tenancy';
import { AdminOnly, Caller, Public, type CallerOf } from './auth/access';
import { hashOfApiKey } from './auth/api-key';
import { KeyCache } from './auth/key-cache';
import { KnownCurrencies } from './known-currencies';
import { createApp, type AppOptions } from './create-app';
import {
  accountId,
  flag,
  instantText,
  lineOfText,
  metadata,
  pageFields,
  withMoney,
} from './fields';
import { Keyed, type KeyedRequest } from './idempotency';
import { IfMatch } from './if-match';
import { Uncounted } from './in-flight';
import { ProblemError } from './problems/problem';
import { JsonBody, QueryOf, RawBytes } from './validation/inputs';

const ADMIN_KEY = 'cbk_admin';
const MEMBER_KEY = 'cbk_member';
export const REVOKED_KEY = 'cbk_revoked';

export const asAdmin = { authorization: `Bearer ${ADMIN_KEY}` };
export const asMember = { authorization: `Bearer ${MEMBER_KEY}` };
export const json = { ...asAdmin, 'content-type': 'application/json' };

export const TENANT = 'ten_0192f0c1-2345-7abc-8def-0123456789ab' as TenantId;
export const ACCOUNT = 'acc_0192f0c1-2345-7abc-8def-0123456789ab';

export const apiKey = (key: string, changes: Partial<ApiKey> = {}): ApiKey => ({
  id: `key_${key}` as KeyId,
  tenantId: TENANT,
  name: key,
  role: 'admin',
  hash: hashOfApiKey(key),
  createdAt: '2026-11-21T00:00:00.000Z',
  revokedAt: null,
  ...changes,
});

const keys = [
  apiKey(ADMIN_KEY),
  apiKey(MEMBER_KEY, { role: 'member' }),
  apiKey(REVOKED_KEY, { revokedAt: '2026-11-21T00:00:00.000Z' }),
];

const payment = withMoney({
  accountId,
  name: lineOfText.optional(),
  metadata: metadata.optional(),
});
const query = z.strictObject({ ...pageFields, dryRun: flag, at: instantText.optional() });

@Controller('v1/things')
class ThingsController {
  private readonly held: (() => void)[] = [];

  @Get()
  list(@QueryOf(query) asked: z.infer<typeof query>, @Caller() caller: CallerOf) {
    return { ...asked, caller };
  }

  @Post()
  create(@JsonBody(payment) body: z.infer<typeof payment>, @Keyed() request: KeyedRequest | null) {
    return { body, request };
  }

  @Get('held')
  hold(): Promise<object> {
    return new Promise((resolve) => this.held.push(() => resolve({ held: false })));
  }

  @Uncounted()
  @Get('let-go')
  letGo() {
    const count = this.held.length;
    this.held.splice(0).forEach((go) => go());
    return { count };
  }

  @Get(':id')
  read(@Param('id', { schema: accountId }) id: string) {
    return { id };
  }

  @Patch(':id')
  change(@IfMatch() version: number | null, @JsonBody(z.strictObject({})) body: object) {
    return { version, ...body };
  }

  @HttpCode(200)
  @Post(':id/freeze')
  freeze(@Keyed() request: KeyedRequest | null) {
    return { request };
  }

  @AdminOnly()
  @Post('secret')
  secret() {
    return {};
  }
}

@Public()
@Controller('open')
class OpenController {
  @Post('webhook')
  webhook(@RawBytes() bytes: Buffer, @Body() body: unknown) {
    return { bytes: bytes.toString('hex'), body: body ?? null };
  }

  @Get('large')
  large() {
    return 'x'.repeat(16 * 1024 * 1024);
  }

  @Get('fault')
  fault() {
    throw new Error('the password is hunter2');
  }

  @Get('strange-fault')
  strangeFault() {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- Code of others does.
    throw undefined;
  }

  @Get('refused')
  refused() {
    throw new ProblemError('insufficient-funds', 'Not enough.', {
      flowId: 'wdr_1',
      required: '5.00',
      available: '4.99',
      currency: 'EUR',
      retry: 'no',
    });
  }
}

@Module({
  controllers: [ThingsController, OpenController],
  providers: [
    {
      provide: KeyCache,
      useFactory: () =>
        new KeyCache({ keyByHash: async (hash) => keys.find((key) => key.hash === hash) }),
    },
    {
      provide: KnownCurrencies,
      useValue: new KnownCurrencies({ exponents: async () => [], tenant: async () => undefined }),
    },
  ],
})
class ThingsModule {}

/** A server with all of the HTTP parts around a few routes; `lines` is what it logs. */
export async function thingsApp(
  options: Pick<AppOptions, 'mostInFlight' | 'rateLimit' | 'timing'> = {},
): Promise<{ readonly app: NestFastifyApplication; readonly lines: string[] }> {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(line) });
  return { app: await createApp({ module: ThingsModule, logger, ...options }), lines };
}
