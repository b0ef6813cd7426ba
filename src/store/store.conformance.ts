import { describeAudit } from './conformance/audit.conformance';
import { describeMessages } from './conformance/messages.conformance';
import { describeReads } from './conformance/reads.conformance';
import { describeTurns } from './conformance/turns.conformance';
import type { MakeDatabase } from './conformance/world.conformance';

export type { MakeDatabase, TestDatabase } from './conformance/world.conformance';

/**
 * Every promise of `store.port.ts`. An adapter is done when it passes; `make` gives an empty
 * database of its own to each test.
 */
export const describeStore = (name: string, make: MakeDatabase): void => {
  describe(name, () => {
    describeTurns(make);
    describeMessages(make);
    describeReads(make);
    describeAudit(make);
  });
};
