import { TurnedAway } from '../kernel/answers';

/** The same words for an account that does not exist and for another tenant's. */
export const noSuchAccount = (): TurnedAway =>
  new TurnedAway({ code: 'not-found', detail: 'There is no such account.' });
