import { nextUuid } from './uuids';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type TenantId = Branded<'TenantId'>;
export type AccountId = Branded<'AccountId'>;
export type FlowId = Branded<'FlowId'>;
export type PaymentId = Branded<'PaymentId'>;
export type EventId = Branded<'EventId'>;
export type EntryId = Branded<'EntryId'>;
export type KeyId = Branded<'KeyId'>;
export type TaskId = Branded<'TaskId'>;
export type WebhookId = Branded<'WebhookId'>;
export type DeadLetterId = Branded<'DeadLetterId'>;
export type AnomalyId = Branded<'AnomalyId'>;
export type QuoteId = Branded<'QuoteId'>;
export type RequestId = Branded<'RequestId'>;

/** Every prefix under which an id is known outside, and the type that it stands for. */
interface Prefixes {
  ten: TenantId;
  acc: AccountId;
  dep: FlowId;
  wdr: FlowId;
  trf: FlowId;
  pay: PaymentId;
  evt: EventId;
  ent: EntryId;
  key: KeyId;
  tsk: TaskId;
  whr: WebhookId;
  dlt: DeadLetterId;
  anm: AnomalyId;
  req: RequestId;
  quo: QuoteId;
}
export type IdPrefix = keyof Prefixes;
/** The id that stands behind a prefix. */
export type IdOf<P extends IdPrefix> = Prefixes[P];

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const SHAPE = new RegExp(`^[a-z]{3}_${UUID}$`);

/** True for `prefix_uuid` in lower case: the only shape in which an id is ever given out. */
export const isId = <P extends IdPrefix>(prefix: P, text: string): text is Prefixes[P] =>
  text.startsWith(`${prefix}_`) && SHAPE.test(text);

/** The source of a regular expression that fits the ids under these prefixes and nothing else. */
export const patternOfIds = (prefixes: readonly IdPrefix[]): string =>
  `^${prefixes.length === 1 ? prefixes.join('') : `(${prefixes.join('|')})`}_${UUID}$`;

/** The same UUID under another prefix: an entry is named after the event that posted it. */
export const renamed = <P extends IdPrefix>(id: string, prefix: P): Prefixes[P] =>
  `${prefix}${id.slice(3)}` as Prefixes[P];

/** Makes ids that sort by the time of their making (UUIDv7 behind the prefix). */
export abstract class Ids {
  abstract next<P extends IdPrefix>(prefix: P): Prefixes[P];
}

export class TimeOrderedIds extends Ids {
  next<P extends IdPrefix>(prefix: P): Prefixes[P] {
    return `${prefix}_${nextUuid()}` as Prefixes[P];
  }
}

/** A name for this life of the process: no other life, here or elsewhere, ever has the same. */
export const nameOfThisLife = (): string => `${String(process.pid)}.${nextUuid()}`;
