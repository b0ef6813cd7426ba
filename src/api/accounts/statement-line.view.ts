import type { StatementLine } from '../../store/records';

/** One line of an account's statement; `balance` is what the account stood at after it. */
export const statementLineView = (line: StatementLine) => ({
  entryId: line.entryId,
  flowId: line.flowId,
  type: line.type,
  side: line.side,
  amount: line.amount,
  currency: line.currency,
  balance: line.balance,
  postedAt: line.postedAt,
});

export type StatementLineView = ReturnType<typeof statementLineView>;
