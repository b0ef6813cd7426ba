import { TurnedAway } from '../kernel/answers';
import type { RuleRow } from '../kernel/rules';

export const accountMustExist: RuleRow = {
  reason: 'not-found',
  says: 'The account must exist.',
};

/** The same words for an account that does not exist and for another tenant's. */
export const noSuchAccount = (): TurnedAway =>
  new TurnedAway({ code: accountMustExist.reason, detail: 'There is no such account.' });
