import { TurnedAway } from '../kernel/answers';

/** The same words for an account that does not exist and for another tenant's. */
export const accountNotFound = (): TurnedAway =>
  new TurnedAway({ code: 'not-found', detail: 'There is no such account.' });

/** A rate that was fetched too long ago stops the flow before it begins. */
export const rateTooOld = (): TurnedAway =>
  new TurnedAway({
    code: 'rate-unavailable',
    detail: 'The rate that is needed was fetched too long ago to be used.',
  });
