import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Public } from '../http/auth/access';
import { ProblemError } from '../http/problems/problem';
import { RawBytes } from '../http/validation/inputs';
import { Clock } from '../kernel/clock';
import { Ids, type TenantId } from '../kernel/ids';
import { Providers, type PaymentProvider } from '../providers/provider.port';
import { Inbox, ReadStore } from '../store/store.port';
import { WebhookApplier } from './webhook.applier';

type Headers = Readonly<Record<string, string | undefined>>;

/** What is kept of a webhook's headers: enough to prove it again, and no credential. */
const KEPT = /^(webhook-|content-type$|user-agent$)/;

/** A provider's call to us: proved over the raw bytes, stored raw, answered, and only then applied. */
@Controller('v1/providers')
export class WebhooksController {
  constructor(
    private readonly providers: Providers,
    private readonly inbox: Inbox,
    private readonly reads: ReadStore,
    private readonly applier: WebhookApplier,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Public()
  @Post(':provider/webhooks/:tenantId')
  @HttpCode(200)
  async receive(
    @Param('provider') name: string,
    @Param('tenantId') tenant: string,
    @RawBytes() body: Buffer,
    @Req() request: FastifyRequest,
  ): Promise<{ readonly received: true }> {
    const provider = this.providerNamed(name);
    const tenantId = await this.tenantNamed(tenant);
    const headers = singleHeaders(request.headers);
    const receivedAt = this.clock.now();
    const reading = provider.readWebhook({ tenantId, headers, body, receivedAt });
    if (reading.kind === 'forged') throw new ProblemError('invalid-signature', reading.detail);
    const webhook = {
      tenantId,
      id: this.ids.next('whr'),
      provider: provider.name,
      eventId: reading.notice.eventId,
      headers: JSON.stringify(headers),
      body,
      receivedAt,
    };
    if ((await this.inbox.receive(webhook)) === 'stored') void this.applier.apply(webhook);
    return { received: true };
  }

  private providerNamed(name: string): PaymentProvider {
    const found = this.providers.named(name);
    if (found.kind === 'missing') throw new ProblemError('not-found', 'There is no such provider.');
    return found.provider;
  }

  /** Unknown tenants are told what a bad signature is told: nobody learns which tenants there are. */
  private async tenantNamed(id: string): Promise<TenantId> {
    const tenant = (await this.reads.tenants()).find((known) => known.id === id);
    if (tenant === undefined) {
      throw new ProblemError('invalid-signature', 'The webhook could not be verified.');
    }
    return tenant.id;
  }
}

const singleHeaders = (headers: FastifyRequest['headers']): Headers =>
  Object.fromEntries(
    Object.entries(headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string' && KEPT.test(header[0]),
    ),
  );
