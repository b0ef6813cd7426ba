import type { PaymentId, TenantId } from '../kernel/ids';
import type { PaymentOrder } from './provider.port';

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

/** How a payment shall go on; `reason` is for one that fails. */
export interface SimulatorSettlement {
  readonly outcome: 'succeeded' | 'failed' | 'processing';
  readonly reason?: string | undefined;
}

export type Settled =
  /** The webhook is on its way, and says this. */
  | { readonly kind: 'settled'; readonly webhook: SimulatorWebhook }
  /** The simulator runs on its own and cannot be reached, or does not understand. */
  | { readonly kind: 'unavailable'; readonly detail: string };

/** What the operator of the built-in provider may see and do; no real provider has it. */
export abstract class Simulator {
  /** The means of payment that it knows: `sim:success`, … */
  abstract readonly methods: readonly string[];
  /** Where the tenant's webhooks go. @throws before this server listens. */
  abstract webhookUrl(tenantId: TenantId): string;
  /** The tenant's secret, by which its webhooks are signed. */
  abstract webhookSecret(tenantId: TenantId): string;
  /** Decides a payment, and says so by a webhook, also of one that was not submitted yet. */
  abstract settle(order: PaymentOrder, said: SimulatorSettlement): Promise<Settled>;
}
