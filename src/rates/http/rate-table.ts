import { instantOf, type Instant } from '../../kernel/clock';
import { CURRENCY_CODE, inverseOf, isBuiltIn, parseRate } from '../../money';
import type { StoredRate } from '../rate';
import type { RateTable } from '../rate-table';

export type TableRead =
  | { readonly kind: 'read'; readonly table: RateTable }
  /** It is not what it should be; nothing of it is used. */
  | { readonly kind: 'refused'; readonly reason: string };

export const refused = (reason: string): TableRead => ({ kind: 'refused', reason });

/** A table as its text says it: nothing is judged yet, and no number was ever a float. */
export interface WrittenTable {
  readonly source: 'ecb' | 'http';
  readonly base: string;
  readonly asOf: Instant;
  /** Units of each currency for one of the base, as they were written. */
  readonly rates: readonly (readonly [currency: string, rate: string])[];
}

/**
 * Judges what a source has written. Currencies that are not built in are passed over: a tenant's own
 * is the tenant's, whatever a source means by the code. One rate that cannot be used (zero, negative,
 * not a number) refuses the whole: where one is wrong all may be.
 */
export function tableOf({ source, base, asOf, rates }: WrittenTable): TableRead {
  if (!isBuiltIn(base)) return refused('The base currency is not known.');
  const codes = rates.map(([code]) => code);
  if (new Set(codes).size < codes.length) return refused('A currency is listed twice.');
  const read: StoredRate[] = [];
  for (const [code, written] of rates) {
    const parsed = parseRate(written);
    if (parsed.kind === 'refused')
      return refused(`The rate of ${shown(code)} is not a positive decimal that can be used.`);
    if (code === base || !isBuiltIn(code)) continue;
    const { rate: value } = parsed;
    read.push({ value, base, quote: code, source, asOf, inverse: inverseOf(value) });
  }
  return read.length === 0
    ? refused('It has no rate of a currency that is known here.')
    : { kind: 'read', table: { asOf, rates: read } };
}

const CODE = new RegExp(CURRENCY_CODE);

/** What a stranger wrote is not repeated in a log as it stands. */
const shown = (code: string): string => (CODE.test(code) ? code : 'a currency');

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment with its offset; undefined for anything else, the 30th of February included. */
export function momentOf(text: string): Instant | undefined {
  const millis = MOMENT.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(millis) || dayAt(text.slice(0, 10)) === undefined
    ? undefined
    : instantOf(millis);
}

/** A day as its first moment in UTC. */
export function dayAt(text: string): Instant | undefined {
  const millis = DAY.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(millis)) return undefined;
  const first = instantOf(millis);
  return first.startsWith(text) ? first : undefined;
}
