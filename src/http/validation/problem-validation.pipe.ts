import { StandardSchemaValidationPipe } from '@nestjs/common';
import { problemOfIssues } from './problem-of-issues';

/** Nest's own validation by the schema of a parameter, answering in our own problems. */
export class ProblemValidationPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({ exceptionFactory: problemOfIssues });
  }

  /**
   * Nest would quietly take `constructor` and `prototype` out of a body. Here nothing is dropped:
   * `__proto__` was refused by the JSON reader, and the others are ordinary names.
   */
  protected override stripProtoKeys(): void {
    // Nothing to strip.
  }
}
