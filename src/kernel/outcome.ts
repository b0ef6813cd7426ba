/** A value that says by its `kind` what happened. */
export interface Tagged {
  readonly kind: string;
}

/** One case for every `kind` of an outcome: a forgotten case does not compile. */
export type Cases<O extends Tagged> = {
  readonly [K in O['kind']]: (outcome: Extract<O, { kind: K }>) => unknown;
};

/** Takes the case that carries the outcome's own tag: the only turn a flow ever makes. */
export function match<O extends Tagged, C extends Cases<O>>(
  outcome: O,
  cases: C,
): ReturnType<C[O['kind']]> {
  const chosen: unknown = cases[outcome.kind as O['kind']];
  return (chosen as (outcome: O) => ReturnType<C[O['kind']]>)(outcome);
}

/** Something asked for by its id: it is there, or it is not, and the caller says what then. */
export type Found<Name extends string, T> =
  { readonly kind: 'missing' } | ({ readonly kind: 'found' } & Readonly<Record<Name, T>>);

/** Several outcomes as one: all of them done, or the first that was refused. */
export function allOf<Done, Refusal>(
  outcomes: readonly (
    | { readonly kind: 'done'; readonly value: Done }
    | { readonly kind: 'refused'; readonly refusal: Refusal }
  )[],
):
  | { readonly kind: 'done'; readonly values: readonly Done[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal } {
  const values: Done[] = [];
  for (const outcome of outcomes) {
    if (outcome.kind === 'refused') return outcome;
    values.push(outcome.value);
  }
  return { kind: 'done', values };
}
