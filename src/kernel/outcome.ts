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
  { readonly kind: 'missing' } | ({ readonly kind: 'found' } & { readonly [K in Name]: T });
