import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isId, type PaymentId, type TenantId } from '../../kernel/ids';
import type { PaymentNews, PaymentOrder } from '../provider.port';

/** Printable, and short enough for an id or a name. */
const name = z.string().regex(/^[\x21-\x7e]{1,255}$/, 'is not 1 to 255 visible ASCII characters');

const idOf = <T extends string>(prefix: 'ten' | 'pay') =>
  z.custom<T>(
    (text) => typeof text === 'string' && isId(prefix, text),
    `is not an id as ${prefix}_0192f0c1-2345-7abc-8def-0123456789ab`,
  );

/** A secret that is none would be found out only when something is to be signed with it. */
function isSecret(text: string): boolean {
  const encoded = text.slice('whsec_'.length);
  const bytes = Buffer.from(encoded, 'base64');
  return text.startsWith('whsec_') && bytes.length >= 24 && bytes.toString('base64') === encoded;
}

/** Where the news of a tenant's payments goes, and what it is signed with. */
export const webhookEndpoint = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'is not an http:// or https:// URL' }).max(2_000),
  secret: z.string().max(200).refine(isSecret, 'is not whsec_ and 24 bytes or more in base64'),
});
export type WebhookEndpoint = z.infer<typeof webhookEndpoint>;

/** What the simulator is asked to do, as it stands on the wire beside the key. */
export const orderBody = z.strictObject({
  tenantId: idOf<TenantId>('ten'),
  paymentId: idOf<PaymentId>('pay'),
  direction: z.enum(['in', 'out'], { error: 'is neither in nor out' }),
  // The simulator knows no currencies: the digits are compared as they came.
  amount: z
    .string()
    .regex(/^(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/, 'is not a decimal string as 100.00'),
  currency: z.string().regex(/^[A-Z0-9]{3,12}$/, 'is not a code as USD'),
  method: name,
});
type OrderBody = z.infer<typeof orderBody>;

/** An order at the simulator, under the key that makes it happen once. */
export interface SimulatorOrder extends OrderBody {
  readonly key: string;
}

export const orderKey = name;

/** How a payment that waits shall go on. */
export const settlement = z.strictObject({
  outcome: z.enum(['succeeded', 'failed', 'processing']),
  reason: z.string().min(1).max(200).optional(),
});

export type SimulatedStatus = 'not-made' | 'processing' | 'succeeded' | 'failed';

/** One line of the simulator's own books: what it was asked under a key, and what it made of it. */
export interface SimulatedPayment extends SimulatorOrder {
  /** The simulator's own name for it: the same for the same key, on any machine, at any time. */
  readonly providerReference: string;
  /** `succeeded` means charged or paid out, once. */
  readonly status: SimulatedStatus;
  readonly reason: string | null;
  /** Submissions under the key. */
  readonly attempts: number;
  readonly webhook: WebhookEndpoint | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const referenceOf = ({ key }: Pick<SimulatorOrder, 'key'>): string =>
  `sim_${createHash('sha256').update(key).digest('hex').slice(0, 24)}`;

/** An order of Cambist's as it stands on the wire. */
export const orderBodyOf = (order: PaymentOrder): OrderBody => ({
  tenantId: order.tenantId,
  paymentId: order.paymentId,
  direction: order.direction,
  amount: order.amount.amount,
  currency: order.amount.currency,
  method: order.method,
});

export const simulatorOrder = (order: PaymentOrder): SimulatorOrder => ({
  key: order.key,
  ...orderBodyOf(order),
});

const orderFields = [
  'tenantId',
  'paymentId',
  'direction',
  'amount',
  'currency',
  'method',
] as const satisfies readonly (keyof OrderBody)[];

export const isSameOrder = (one: OrderBody, other: OrderBody): boolean =>
  orderFields.every((field) => one[field] === other[field]);

/** What is to be told of a payment; nothing was made of one that is not made. */
export function newsOf({
  status,
  providerReference,
  reason,
}: Pick<SimulatedPayment, 'status' | 'providerReference' | 'reason'>): PaymentNews | undefined {
  if (status === 'not-made') return undefined;
  if (status === 'failed') {
    return { kind: 'failed', providerReference, reason: reason ?? 'declined' };
  }
  return { kind: status, providerReference };
}
