import { TurnedAway } from '../kernel/answers';
import type { RuleRow } from '../kernel/rules';
import { rateMustBeFresh } from '../rates/rate.rules';

/** A rate that was fetched too long ago stops the flow before it begins. */
export const rateTooOld = (): TurnedAway =>
  new TurnedAway({
    code: rateMustBeFresh.reason,
    detail: 'The rate that is needed was fetched too long ago to be used.',
  });

/** What is asked of a quote before a flow begins with it. */
export const quoteMustExist: RuleRow = {
  reason: 'not-found',
  says: 'The quote, if one is named, must exist.',
};

export const noSuchQuote = (): TurnedAway =>
  new TurnedAway({ code: quoteMustExist.reason, detail: 'There is no such quote.' });
