import { z } from 'zod';
import type { StatementLine } from '../../store/records';
import { shownAmount, shownCurrency, shownFlowId, shownId, shownInstant } from '../edge/shown';

export const shownStatementLine = z
  .strictObject({
    entryId: shownId('ent'),
    flowId: shownFlowId,
    type: z.string().describe('The type of the event that posted it, as `deposit.completed`.'),
    side: z.enum(['debit', 'credit']),
    amount: shownAmount,
    currency: shownCurrency,
    balance: shownAmount.describe('What the account stood at after it.'),
    postedAt: shownInstant.describe(
      'When its flow ran: some milliseconds before the committed time that `balance?at=` takes.',
    ),
  })
  .meta({ id: 'StatementLine' });

export type StatementLineView = z.infer<typeof shownStatementLine>;

/** One line of an account's statement; `balance` is what the account stood at after it. */
export const statementLineView = (line: StatementLine): StatementLineView => ({
  entryId: line.entryId,
  flowId: line.flowId,
  type: line.type,
  side: line.side,
  amount: line.amount,
  currency: line.currency,
  balance: line.balance,
  postedAt: line.postedAt,
});
