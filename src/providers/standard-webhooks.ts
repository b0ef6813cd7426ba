import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Instant } from '../kernel/clock';
import type { WebhookCall } from './provider.port';

const PREFIX = 'whsec_';
const VERSION = 'v1';

/** A call may be this much older than the moment of its arrival, or ahead of it. */
const TOLERANCE_SECONDS = 300;

/** Printable, and free of what could be mistaken for a part of the signed content. */
const EVENT_ID = /^[\w.:~+/=-]{1,255}$/;
const TIMESTAMP = /^\d{1,12}$/;

/** The three headers by which a call of Standard Webhooks proves itself. */
export interface SignatureHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

export const SIGNATURE_HEADERS: readonly (keyof SignatureHeaders)[] = [
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
];

export type WebhookProof =
  | { readonly kind: 'genuine'; readonly eventId: string }
  | { readonly kind: 'forged'; readonly detail: string };

/** Signs a body under the id of its event, as of the second in which `at` lies. */
export function signWebhook(
  secret: string,
  eventId: string,
  at: Instant,
  body: string,
): SignatureHeaders {
  const moment = new Date(at);
  return {
    'webhook-id': eventId,
    'webhook-timestamp': String(secondsOf(at)),
    'webhook-signature': new Webhook(secret).sign(eventId, moment, body),
  };
}

/**
 * Proves a call by Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`, one of the signatures
 * in the header, and a timestamp within 300 s of the arrival. Header names are in lower case, as
 * Node gives them.
 *
 * The library's own `verify` reads the machine's clock and decodes the bytes before it hashes
 * them, by which two different bodies can become one; so the proof is ours, and the library signs.
 */
export function proveWebhook(secret: string, call: WebhookCall): WebhookProof {
  const id = call.headers['webhook-id'];
  const timestamp = call.headers['webhook-timestamp'];
  const signatures = call.headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return forged('A signature header is missing.');
  if (!EVENT_ID.test(id)) return forged('The webhook id is malformed.');
  if (!TIMESTAMP.test(timestamp)) return forged('The timestamp is not a number of seconds.');
  if (Math.abs(secondsOf(call.receivedAt) - Number(timestamp)) > TOLERANCE_SECONDS) {
    return forged(`The timestamp is more than ${TOLERANCE_SECONDS} s old or ahead.`);
  }
  const expected = signatureOf(secret, `${id}.${timestamp}.`, call.body);
  return signatures.split(' ').some((one) => sameText(one, expected))
    ? { kind: 'genuine', eventId: id }
    : forged('No signature matches.');
}

const forged = (detail: string): WebhookProof => ({ kind: 'forged', detail });

/** The protocol counts whole seconds since 1970. */
const secondsOf = (at: Instant): number => Math.floor(Date.parse(at) / 1000);

function signatureOf(secret: string, prefix: string, body: Buffer): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  const mac = createHmac('sha256', key).update(prefix).update(body).digest('base64');
  return `${VERSION},${mac}`;
}

/** Takes the same time wherever two texts of one length differ. */
function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}
