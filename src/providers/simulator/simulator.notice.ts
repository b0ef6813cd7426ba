import { z } from 'zod';
import { isId, type PaymentId } from '../../kernel/ids';
import { isKnownCurrency, parseAmount } from '../../money';
import type { PaymentNews, WebhookNotice } from '../provider.port';

type About = WebhookNotice['about'];

/** What the body says of itself, where it says nothing that can be read. */
const UNREADABLE = 'unreadable';

/** What every store can keep and every log can show: no control characters, no lone surrogates. */
const text = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u);

const eventTypeIn = z.object({ type: text(100) });

const paymentIn = z.object({
  paymentId: z.custom<PaymentId>((id) => typeof id === 'string' && isId('pay', id)),
  providerReference: text(255),
  amount: text(100),
  currency: text(20),
  reason: text(1000).nullish(),
});
type Payment = z.infer<typeof paymentIn>;

const newsByType: ReadonlyMap<string, (payment: Payment) => PaymentNews> = new Map([
  [
    'payment.processing',
    ({ providerReference }: Payment): PaymentNews => ({ kind: 'processing', providerReference }),
  ],
  [
    'payment.succeeded',
    ({ providerReference }: Payment): PaymentNews => ({ kind: 'succeeded', providerReference }),
  ],
  [
    'payment.failed',
    ({ providerReference, reason }: Payment): PaymentNews => ({
      kind: 'failed',
      providerReference,
      reason: reason ?? 'declined',
    }),
  ],
]);

/**
 * Reads the body of a webhook that was proved genuine. Never throws: what cannot be read, of
 * whatever kind, is nothing that we know, and will be stored without effect. Fields that we do not
 * know are passed over, since a provider may add some.
 */
export function readNotice(eventId: string, body: Buffer): WebhookNotice {
  const json = jsonIn(body);
  const named = eventTypeIn.safeParse(json);
  const eventType = named.success ? named.data.type : UNREADABLE;
  return { eventId, eventType, about: aboutIn(eventType, json) };
}

function aboutIn(eventType: string, json: unknown): About {
  const newsOf = newsByType.get(eventType);
  const read = z.object({ data: paymentIn }).safeParse(json);
  if (!newsOf || !read.success) return { kind: 'nothing-we-know' };
  const payment = read.data.data;
  return {
    kind: 'payment',
    paymentId: payment.paymentId,
    news: newsOf(payment),
    amount: canonical(payment),
    currency: payment.currency,
  };
}

/** `100` and `100.00` are one amount; what is none stays as it came, and equals no payment's. */
function canonical({ amount, currency }: Payment): string {
  if (!isKnownCurrency(currency)) return amount;
  const parsed = parseAmount(amount, currency);
  return parsed.kind === 'parsed' ? parsed.money.amount : amount;
}

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
