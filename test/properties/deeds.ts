import type { Decimal } from './decimals';
import type { Currency } from './reference.rates';

export const KINDS = ['deposit', 'withdraw', 'transfer'] as const;
export type Kind = (typeof KINDS)[number];
export const BOUNDS = ['min', 'max', 'daily'] as const;
export type Bound = (typeof BOUNDS)[number];

/** Those that are `flaky` are turned away three times, and asked again when the clock has moved. */
export const METHODS = [
  'sim:success',
  'sim:decline',
  'sim:manual',
  'sim:flaky-3',
  'sim:flaky-3-decline',
] as const;
export type Method = (typeof METHODS)[number];

export const ROUNDINGS = ['directed', 'half-even'] as const;
export type RoundingChoice = (typeof ROUNDINGS)[number];

/** Minor units by operation and bound; null is no bound. */
export type Limits = Record<Kind, Record<Bound, bigint | null>>;
/** What is left out stays. */
export type LimitsPatch = Partial<Record<Kind, Partial<Record<Bound, bigint | null>>>>;

export interface Amount {
  readonly minor: bigint;
  readonly currency: Currency;
}

/** An account or a quote by the order in which they came, or one that this tenant has not got. */
export type Who = number | 'nobody' | 'of another tenant';

/** What is asked for, with nothing left open: the reference and the engine are given the same. */
export type Deed =
  | {
      readonly kind: 'open';
      readonly currency: Currency;
      readonly limits: Limits;
      readonly overdraft: bigint;
      readonly reference: string | null;
    }
  | {
      readonly kind: 'change';
      readonly account: Who;
      readonly limits: LimitsPatch;
      readonly overdraft: bigint | null;
      readonly version: number | null;
    }
  | { readonly kind: 'freeze' | 'unfreeze' | 'close'; readonly account: Who }
  | {
      readonly kind: 'deposit' | 'withdraw';
      readonly account: Who;
      readonly requested: Amount;
      readonly method: Method;
      readonly quote: Who | null;
    }
  | {
      readonly kind: 'transfer';
      readonly from: Who;
      readonly to: Who;
      readonly requested: Amount;
      readonly quote: Who | null;
    }
  /** The flow by its name. */
  | { readonly kind: 'cancel'; readonly flow: string }
  | { readonly kind: 'quote'; readonly from: Amount; readonly into: Currency }
  | {
      readonly kind: 'settings';
      readonly spread: number | null;
      readonly rounding: RoundingChoice | null;
    }
  | {
      readonly kind: 'pin';
      readonly base: Currency;
      readonly quote: Currency;
      readonly rate: Decimal;
    }
  | { readonly kind: 'unpin'; readonly base: Currency; readonly quote: Currency };

/** A deed on its way: with or without an idempotency key, for good or as a rehearsal. */
export interface Asked {
  readonly deed: Deed;
  readonly key: string | null;
  /** What tells two bodies under one key apart. */
  readonly body: string;
  readonly isDryRun: boolean;
}

/** What the caller is told. */
export interface Answer {
  readonly status: 201 | 400 | 422;
  readonly code: string | null;
  /** The flow's name, unless none began. */
  readonly flow: string | null;
  readonly isReplayed: boolean;
}

export const ENDS = ['succeeded', 'failed', 'processing'] as const;

/** A provider's call about a payment. */
export interface News {
  /** The provider's own id of the event: the second of the same id is a duplicate. */
  readonly event: string;
  /** The flow that is paid, or null for a payment that was never ordered. */
  readonly flow: string | null;
  readonly says: (typeof ENDS)[number];
  readonly claimed: Amount;
}
