/** What one check has counted so far, and the first thing that it found wrong. */
export class Tally {
  private count = 0;
  private first: string | null = null;

  constructor(readonly name: string) {}

  /** Counts one thing looked at; `says` tells an operator what is wrong when it does not hold. */
  expect(holds: boolean, says: () => string): void {
    this.count += 1;
    if (!holds) this.violated(says());
  }

  /** Something is wrong; what was found before stays the first. */
  violated(sentence: string): void {
    this.first ??= sentence;
  }

  result(): CheckResult {
    return {
      name: this.name,
      ok: this.first === null,
      checked: this.count,
      firstViolation: this.first,
    };
  }
}

/** The outcome of one check, as `POST /v1/ledger/verify` shows it. */
export interface CheckResult {
  readonly name: string;
  readonly ok: boolean;
  /** How many things were looked at. */
  readonly checked: number;
  /** A sentence with the ids that help an operator, or null. */
  readonly firstViolation: string | null;
}
