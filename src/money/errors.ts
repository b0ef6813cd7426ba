/**
 * Faults of our own code: input from outside is checked by `parse.ts` and `isKnownCurrency`, and
 * answered with a refusal before any of these can be thrown.
 */

/** A code that is not built in, and that this process has not heard of. */
export class UnknownCurrencyError extends Error {
  override readonly name = 'UnknownCurrencyError';
  constructor(readonly code: string) {
    super(`"${code}" is not a currency that this system knows.`);
  }
}

/** One code with two exponents: amounts would be read as what they are not. */
export class ExponentFixedError extends Error {
  override readonly name = 'ExponentFixedError';
  constructor(code: string, known: number, other: number) {
    super(
      `The currency ${code} has ${String(known)} decimals here, and cannot have ${String(other)} too.`,
    );
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
