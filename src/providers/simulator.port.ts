import type { Instant } from '../kernel/clock';
import type { PaymentId, TenantId } from '../kernel/ids';

export type SimulatorWebhookType = 'payment.succeeded' | 'payment.failed' | 'payment.processing';

/** The body of a simulator's webhook, exactly as it stands on the wire. */
export interface SimulatorWebhook {
  readonly type: SimulatorWebhookType;
  readonly data: {
    readonly paymentId: PaymentId;
    readonly providerReference: string;
    /** Major units, in `currency`. */
    readonly amount: string;
    readonly currency: string;
    readonly reason: string | null;
  };
}

/** A call that is ready to be sent: these bytes, under these headers. */
export interface SignedWebhook {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Delivery =
  | { readonly kind: 'delivered'; readonly status: number }
  /** The receiver looked at it and will not have it; sending it again would change nothing. */
  | { readonly kind: 'refused'; readonly status: number }
  /** Nobody answered, or only in distress, on any attempt. */
  | { readonly kind: 'undelivered'; readonly detail: string };

/** What the operator of the built-in provider may see and do; no real provider has it. */
export abstract class Simulator {
  /** The means of payment that it knows: `sim:success`, … */
  abstract readonly methods: readonly string[];
  /** The tenant's secret, by which its webhooks are signed. */
  abstract webhookSecret(tenantId: TenantId): string;
  /** Signs a webhook. Without an `eventId` the same news of the same payment has the same id. */
  abstract signed(
    tenantId: TenantId,
    webhook: SimulatorWebhook,
    at: Instant,
    eventId?: string,
  ): SignedWebhook;
  /** Posts it to `url`, again and again for some seconds while nobody takes it. Never rejects. */
  abstract send(url: string, webhook: SignedWebhook): Promise<Delivery>;
}
