/** As much of a rule as can be read: what it asks for, and the refusal when that is not so. */
export interface RuleRow {
  /** The problem code of the refusal, named after the broken rule. */
  readonly reason: string;
  /** What the rule asks for, as the event-flow docs print it. */
  readonly says: string;
}

/** One line of a rule book: the refusal that is given when `holds` is false. */
export interface Rule<Facts> extends RuleRow {
  readonly holds: (facts: Facts) => boolean;
  /** What the caller is told beside the reason: required, available, limit. */
  readonly tells?: (facts: Facts) => Omit<Refused, 'code' | 'detail'>;
}

/** Why a flow was refused: a problem code of docs/api.md, and what helps to understand it. */
export interface Refused {
  /** The problem code, named after the broken rule: `insufficient-funds`. */
  readonly code: string;
  /** A sentence for people. */
  readonly detail: string;
  /** What would have been needed, in major units of `currency`. */
  readonly required?: string;
  /** What there was, in major units of `currency`. */
  readonly available?: string;
  /** The account's own currency: every rule is judged in it. */
  readonly currency?: string;
  /** The limit that was broken, as `deposit.max`. */
  readonly limit?: string;
  /** Each field that is wrong, by a JSON pointer into what was asked for. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

export type Verdict =
  { readonly kind: 'accepted' } | { readonly kind: 'refused'; readonly refusal: Refused };

/** Tries the rules in order; the first that does not hold gives its reason. */
export function judge<Facts>(rules: readonly Rule<Facts>[], facts: Facts): Verdict {
  const broken = rules.find((rule) => !rule.holds(facts));
  return broken
    ? {
        kind: 'refused',
        refusal: { code: broken.reason, detail: broken.says, ...broken.tells?.(facts) },
      }
    : { kind: 'accepted' };
}
