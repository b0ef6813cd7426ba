import { z } from 'zod';
import { isId, type PaymentId } from '../../kernel/ids';
import { parseStrictJson } from '../../kernel/strict-json';
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
 * Reads the body of a webhook that was proved genuine. Never throws: what is no JSON
 * that everybody reads alike is unreadable; a type that we do not know, or
 * none, is nothing that we know; one that we know in words that we cannot read is unreadable. Fields
 * that we do not know are passed over, since a provider may add some.
 */
export function readNotice(body: Buffer): Omit<WebhookNotice, 'eventId'> {
  const json = parseStrictJson(body);
  if (json.kind === 'refused') return { eventType: UNREADABLE, about: illegible(json) };
  const named = eventTypeIn.safeParse(json.value);
  const eventType = named.success ? named.data.type : UNREADABLE;
  return { eventType, about: aboutIn(eventType, json.value) };
}

function aboutIn(eventType: string, json: unknown): About {
  const newsOf = newsByType.get(eventType);
  if (!newsOf) return { kind: 'nothing-we-know' };
  const read = z.object({ data: paymentIn }).safeParse(json);
  if (!read.success) return unreadable(eventType, json, read.error);
  const payment = read.data.data;
  return {
    kind: 'payment',
    paymentId: payment.paymentId,
    news: newsOf(payment),
    amount: canonical(payment),
    currency: payment.currency,
  };
}

/** What two readers could understand differently decides no payment. */
const illegible = ({ detail }: { readonly detail: string }): About => ({
  kind: 'unreadable',
  paymentId: null,
  detail: `A webhook cannot be read. ${detail}`,
});

/** Names the fields, and not what stands in them. */
function unreadable(eventType: string, json: unknown, error: z.ZodError): About {
  const named = z.object({ data: paymentIn.pick({ paymentId: true }) }).safeParse(json);
  const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))].join(', ');
  return {
    kind: 'unreadable',
    paymentId: named.success ? named.data.data.paymentId : null,
    detail: `A webhook of the type ${eventType} cannot be read: ${fields}.`,
  };
}

/** `100` and `100.00` are one amount; what is none stays as it came, and equals no payment's. */
function canonical({ amount, currency }: Payment): string {
  if (!isKnownCurrency(currency)) return amount;
  const parsed = parseAmount(amount, currency);
  return parsed.kind === 'parsed' ? parsed.money.amount : amount;
}
