import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Logger } from 'pino';
import { Engine } from '../engine/engine';
import { CarryFault, touching, type Order } from '../engine/order';
import {
  RecordPaymentNewsCommand,
  ReportUnknownPaymentCommand,
  ReportUnreadableWebhookCommand,
} from '../flows/payment/payment.messages';
import type { FlowState } from '../kernel/flow-state';
import { LOGGER } from '../logging/logger.token';
import { Providers, type WebhookNotice } from '../providers/provider.port';
import type { ReceivedWebhook } from '../store/records';
import { Inbox, ReadStore } from '../store/store.port';

/** So many are looked for at once. */
const AT_ONCE = 100;
/** What was stored and not applied (another life, a fault of the store) is looked for so often. */
const POLL_EVERY = 2_000;

type AboutPayment = Extract<WebhookNotice['about'], { kind: 'payment' }>;
type Unreadable = Extract<WebhookNotice['about'], { kind: 'unreadable' }>;

/** Its provider was taken out since it came, and what it says is not lost without a word. */
const ofNoProvider: Unreadable = {
  kind: 'unreadable',
  paymentId: null,
  detail: 'A webhook cannot be read: its provider is not configured any more.',
};

/** It would throw at every look, and those that came after it would wait behind it. */
const thatThrows: Unreadable = {
  kind: 'unreadable',
  paymentId: null,
  detail: 'A webhook cannot be read: its provider’s adapter threw.',
};

/**
 * Turns stored webhooks into messages. It may be told of one twice, or never before the process
 * ends: a webhook is applied in the same transaction as its effect, and found again until it is.
 */
@Injectable()
export class WebhookApplier implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly inbox: Inbox,
    private readonly reads: ReadStore,
    private readonly providers: Providers,
    private readonly engine: Engine,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.poll();
    this.timer = setInterval(() => {
      this.poll();
    }, POLL_EVERY);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.polling;
  }

  /** Resolves when none is being applied any more. */
  async idle(): Promise<void> {
    while (this.polling !== undefined || this.underWay.size > 0) {
      await Promise.all([this.polling, ...this.underWay]);
    }
  }

  /** Never rejects: a fault is logged, and parked by the engine or met again at the next look. */
  apply(webhook: ReceivedWebhook): Promise<void> {
    const applied = this.applyOrLog(webhook).finally(() => this.underWay.delete(applied));
    this.underWay.add(applied);
    return applied;
  }

  private async applyOrLog(webhook: ReceivedWebhook): Promise<void> {
    try {
      await this.carry(webhook);
    } catch (err) {
      if (!(err instanceof CarryFault)) {
        this.logger.error({ err, webhookId: webhook.id }, 'a webhook could not be applied');
      }
    }
  }

  private poll(): void {
    this.polling ??= this.applyAll().finally(() => (this.polling = undefined));
  }

  private async applyAll(): Promise<void> {
    try {
      for (const webhook of await this.inbox.unapplied(AT_ONCE)) await this.apply(webhook);
    } catch (err) {
      this.logger.error({ err }, 'the webhooks that wait could not be read');
    }
  }

  private async carry(webhook: ReceivedWebhook): Promise<void> {
    const order = await this.orderFor(webhook, this.read(webhook));
    await (order === undefined ? this.engine.setAside(webhook) : this.engine.carry(order));
  }

  /** The message that a webhook makes; undefined for one without effect. */
  private async orderFor(
    webhook: ReceivedWebhook,
    about: WebhookNotice['about'],
  ): Promise<Order | undefined> {
    if (about.kind === 'nothing-we-know') return undefined;
    if (about.kind === 'unreadable') return unreadableWebhook(webhook, about);
    const flow = await this.reads.flowOfPayment(webhook.tenantId, about.paymentId);
    return flow === undefined ? unknownPayment(webhook, about) : paymentNews(webhook, about, flow);
  }

  /** It was proved before it was stored, and is not again: the secret may be another one by now. */
  private read(webhook: ReceivedWebhook): WebhookNotice['about'] {
    const found = this.providers.named(webhook.provider);
    if (found.kind === 'missing') return ofNoProvider;
    try {
      return found.provider.readProved({
        headers: JSON.parse(webhook.headers) as Record<string, string>,
        body: webhook.body,
      });
    } catch (err) {
      this.logger.error({ err, webhookId: webhook.id }, 'a webhook could not be read');
      return thatThrows;
    }
  }
}

const paymentNews = (
  webhook: ReceivedWebhook,
  { paymentId, news, amount, currency }: AboutPayment,
  flow: FlowState,
): Order => ({
  tenantId: webhook.tenantId,
  stream: { kind: flow.kind, id: flow.id },
  command: {
    type: RecordPaymentNewsCommand.type,
    data: { paymentId, provider: webhook.provider, news, claimed: { amount, currency } },
  },
  causationId: webhook.id,
  touches: touching({ accountIds: flow.accountIds }),
  origin: { kind: 'webhook', id: webhook.id },
});

const unknownPayment = (webhook: ReceivedWebhook, { paymentId }: AboutPayment): Order =>
  aside(webhook, {
    type: ReportUnknownPaymentCommand.type,
    data: { provider: webhook.provider, paymentId },
  });

const unreadableWebhook = (webhook: ReceivedWebhook, { paymentId, detail }: Unreadable): Order =>
  aside(webhook, {
    type: ReportUnreadableWebhookCommand.type,
    data: { provider: webhook.provider, paymentId, detail },
  });

/** On the tenant's own stream, since no flow is concerned. */
const aside = ({ tenantId, id }: ReceivedWebhook, command: Order['command']): Order => ({
  tenantId,
  stream: { kind: 'tenant', id: tenantId },
  command,
  causationId: id,
  touches: touching({}),
  origin: { kind: 'webhook', id },
});
