import { TurnedAway } from '../kernel/answers';
import { rateMustBeFresh } from '../rates/rate.rules';

/** A rate that was fetched too long ago stops the flow before it begins. */
export const rateTooOld = (): TurnedAway =>
  new TurnedAway({
    code: rateMustBeFresh.reason,
    detail: 'The rate that is needed was fetched too long ago to be used.',
  });
