import { StandardSchemaValidationPipe } from '@nestjs/common';
import type { KnownCurrencies } from '../known-currencies';
import { problemOfIssues, type Issue } from './problem-of-issues';
import { heard } from './says';

type Asked = Parameters<StandardSchemaValidationPipe['validate']>;

/** Nest's own validation by the schema of a parameter, answering in our own problems. */
export class ProblemValidationPipe extends StandardSchemaValidationPipe {
  constructor(private readonly currencies: Pick<KnownCurrencies, 'learn'>) {
    super({ exceptionFactory: problemOfIssues });
  }

  /** A currency that is not known may have been added since, at another instance. */
  protected override async validate<T>(...asked: Asked) {
    const result = await super.validate<T>(...asked);
    if (!result.issues?.some(isOfUnknownCurrency)) return result;
    await this.currencies.learn();
    return super.validate<T>(...asked);
  }

  /**
   * Nest would quietly take `constructor` and `prototype` out of a body. Here nothing is dropped:
   * `__proto__` was refused by the JSON reader, and the others are ordinary names.
   */
  protected override stripProtoKeys(): void {
    // Nothing to strip.
  }
}

const isOfUnknownCurrency = ({ message }: Pick<Issue, 'message'>): boolean =>
  heard(message).code === 'unknown-currency';
