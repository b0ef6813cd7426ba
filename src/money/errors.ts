/**
 * Faults of our own code: input from outside is checked by `parse.ts` and `findCurrency`, and
 * answered with a refusal before any of these can be thrown.
 */

/** A code that is not in the table of currencies. */
export class UnknownCurrencyError extends Error {
  override readonly name = 'UnknownCurrencyError';
  constructor(readonly code: string) {
    super(`"${code}" is not a currency that this system knows.`);
  }
}

/** Two amounts that only the same currency makes comparable. */
export class CurrencyMismatchError extends Error {
  override readonly name = 'CurrencyMismatchError';
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`An amount in ${expected} cannot meet one in ${found}: convert it first.`);
  }
}

/** Text that had to be an amount or a rate in the form that we write ourselves, and is not. */
export class MalformedAmountError extends Error {
  override readonly name = 'MalformedAmountError';
}
