import type { Instant } from '../kernel/clock';
import type { PaymentId, TenantId } from '../kernel/ids';
import type { Found } from '../kernel/outcome';
import type { Money } from '../money';

/** What we ask a provider to do: the same key on every attempt, so that it happens once. */
export interface PaymentOrder {
  readonly tenantId: TenantId;
  readonly paymentId: PaymentId;
  /** The provider's idempotency key. */
  readonly key: string;
  /** `in`: the customer pays us; `out`: we pay the customer. */
  readonly direction: 'in' | 'out';
  /** The requested amount, in the requested currency. */
  readonly amount: Money;
  /** The customer's means of payment as the provider knows it (`sim:success`). */
  readonly method: string;
}

/** What a provider says of a payment. The amounts that count are frozen in the flow, never these. */
export type PaymentNews =
  | { readonly kind: 'processing'; readonly providerReference: string }
  | { readonly kind: 'succeeded'; readonly providerReference: string }
  | { readonly kind: 'failed'; readonly providerReference: string | null; readonly reason: string }
  /** Its answer was lost: it may have happened or not. */
  | { readonly kind: 'unknown'; readonly detail: string };

export type ProviderAnswer =
  | { readonly kind: 'news'; readonly news: PaymentNews }
  /** It has surely not happened; the same order under the same key may be sent again. */
  | { readonly kind: 'try-later'; readonly detail: string }
  /** The answer to `find` only: the provider never saw the key. */
  | { readonly kind: 'not-found' };

export interface WebhookCall {
  readonly tenantId: TenantId;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they came: the signature is over these. */
  readonly body: Buffer;
  readonly receivedAt: Instant;
}

/** A webhook that was proved when it came, and stored. */
export type ProvedWebhook = Pick<WebhookCall, 'headers' | 'body'>;

/** A webhook that was proved genuine, in our words. */
export interface WebhookNotice {
  /** The provider's id of the event: a second one with the same id is a duplicate. */
  readonly eventId: string;
  readonly eventType: string;
  readonly about:
    | {
        readonly kind: 'payment';
        readonly paymentId: PaymentId;
        readonly news: PaymentNews;
        readonly amount: string;
        readonly currency: string;
      }
    /** It speaks of a payment, in words that cannot be read: stored, and shown to the operator. */
    | {
        readonly kind: 'unreadable';
        readonly paymentId: PaymentId | null;
        /** A sentence for people, without the words themselves. */
        readonly detail: string;
      }
    /** Stored, and without effect. */
    | { readonly kind: 'nothing-we-know' };
}

export type WebhookReading =
  | { readonly kind: 'genuine'; readonly notice: WebhookNotice }
  | { readonly kind: 'forged'; readonly detail: string };

/** A payment provider. It may be slow, wrong, silent or repeat itself: the engine copes. */
export abstract class PaymentProvider {
  abstract readonly name: string;
  /** The headers of a webhook that are stored with it, in lower case: its signature, no credential. */
  abstract readonly webhookHeaders: readonly string[];
  /** False for a means of payment that this provider surely does not know; asking does no I/O. */
  abstract accepts(method: string): boolean;
  /** Never rejects for what a provider may do; a rejection is a fault and is tried later. */
  abstract submit(order: PaymentOrder): Promise<ProviderAnswer>;
  /** Asks what became of an order; has no effect at the provider. */
  abstract find(order: PaymentOrder): Promise<ProviderAnswer>;
  /** Proves a webhook by its signature over the raw bytes and its timestamp (300 s), then reads it. */
  abstract readWebhook(call: WebhookCall): WebhookReading;
  /** Reads one again that was proved: it needs no secret, which may have been changed since. */
  abstract readProved(webhook: ProvedWebhook): WebhookNotice['about'];
}

export type FoundProvider = Found<'provider', PaymentProvider>;

/** The providers that are configured. */
export abstract class Providers {
  abstract named(name: string): FoundProvider;
  /** The first, in the order of the configuration, that may know this means of payment. */
  abstract accepting(method: string): FoundProvider;
}
