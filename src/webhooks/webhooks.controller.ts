import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../http/auth/access';
import { exampleId } from '../http/fields';
import { Chapter, Documented, type HeaderShape } from '../http/openapi/documented';
import { ProblemError } from '../http/problems/problem';
import { RawBytes } from '../http/validation/inputs';
import { Clock } from '../kernel/clock';
import { Ids, type TenantId } from '../kernel/ids';
import { Providers, type PaymentProvider } from '../providers/provider.port';
import { Inbox, ReadStore } from '../store/store.port';
import { ReceivedWebhooks } from './received-webhooks';
import { WebhookApplier } from './webhook.applier';

const providerPath = z.string().meta({ examples: ['simulator'] });
const tenantPath = z.string().meta({ examples: [exampleId('ten')] });
const received = z.strictObject({ received: z.literal(true) });

/** As the provider writes it; this is what the simulator writes. */
const notice = z.looseObject({ type: z.string(), data: z.looseObject({}) });

const signed = (name: string, description: string, example: string): HeaderShape => ({
  name,
  description,
  schema: z.string().meta({ examples: [example] }),
  refuses: ['invalid-signature'],
});

type Headers = Readonly<Record<string, string | undefined>>;

/** What is kept of any webhook's headers, beside those that its provider names. */
const ALWAYS_KEPT: readonly string[] = ['content-type', 'user-agent'];

/** A provider's call to us: proved over the raw bytes, stored raw, answered, and only then applied. */
@Chapter('Providers')
@Controller('v1/providers')
export class WebhooksController {
  constructor(
    private readonly providers: Providers,
    private readonly inbox: Inbox,
    private readonly reads: ReadStore,
    private readonly applier: WebhookApplier,
    private readonly watch: ReceivedWebhooks,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Documented({
    operationId: 'receiveWebhook',
    summary: 'A provider’s call to us',
    description:
      'Proved over the raw bytes, stored, answered, and only then applied; the same one twice has one ' +
      'effect. The simulator signs by [Standard Webhooks](https://www.standardwebhooks.com), and so these ' +
      'headers are its own.',
    answers: { 200: received },
    body: notice,
    headers: [
      signed(
        'webhook-id',
        'The provider’s own id of the event.',
        'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
      ),
      signed('webhook-timestamp', 'Seconds since 1970, at most 300 from now.', '1795253400'),
      signed(
        'webhook-signature',
        '`v1,` and base64 of an HMAC-SHA256.',
        'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
      ),
    ],
    example: {
      type: 'payment.succeeded',
      data: {
        paymentId: exampleId('pay'),
        providerReference: 'sim_1',
        amount: '100.00',
        currency: 'EUR',
        reason: null,
      },
    },
  })
  @Public()
  @Post(':provider/webhooks/:tenantId')
  @HttpCode(200)
  async receive(
    @Param('provider', { schema: providerPath }) name: string,
    @Param('tenantId', { schema: tenantPath }) tenant: string,
    @RawBytes() body: Buffer,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly received: true }> {
    const provider = this.providerNamed(name);
    const tenantId = await this.tenantNamed(tenant, provider.name);
    const headers = keptHeaders(request.headers, provider);
    const receivedAt = this.clock.now();
    const reading = provider.readWebhook({ tenantId, headers, body, receivedAt });
    if (reading.kind === 'forged') {
      this.watch.received$.next({ provider: provider.name, result: 'refused' });
      throw notVerified();
    }
    const webhook = {
      tenantId,
      id: this.ids.next('whr'),
      provider: provider.name,
      eventId: reading.notice.eventId,
      headers: JSON.stringify(headers),
      body,
      receivedAt,
    };
    const result = await this.inbox.receive(webhook);
    this.watch.received$.next({ provider: provider.name, result });
    if (result === 'stored') void this.applier.apply(webhook);
    return { received: true };
  }

  private providerNamed(name: string): PaymentProvider {
    const found = this.providers.named(name);
    if (found.kind === 'missing') throw new ProblemError('not-found', 'There is no such provider.');
    return found.provider;
  }

  /** Unknown tenants are told what a bad signature is told: nobody learns which tenants there are. */
  private async tenantNamed(id: string, provider: string): Promise<TenantId> {
    const tenant = (await this.reads.tenants()).find((known) => known.id === id);
    if (tenant === undefined) {
      this.watch.received$.next({ provider, result: 'refused' });
      throw notVerified();
    }
    return tenant.id;
  }
}

/** One answer to all: what is wrong, the sender knows himself, and nobody else is to learn. */
const notVerified = () =>
  new ProblemError('invalid-signature', 'The webhook could not be verified.');

/** One value of each: what a provider proves its webhook by is never sent twice. */
function keptHeaders(
  headers: FastifyRequest['headers'],
  { webhookHeaders }: PaymentProvider,
): Headers {
  const kept = [...ALWAYS_KEPT, ...webhookHeaders].map((name) => [name, headers[name]] as const);
  return Object.fromEntries(
    kept.filter((header): header is [string, string] => typeof header[1] === 'string'),
  );
}
