import { add, subtract, type Money } from '../money';
import type { Leg } from './entry';

/** A customer's balance, in the account's own currency. */
export interface Balance {
  /** The sum of its postings. */
  readonly posted: Money;
  /** Promised to withdrawals that have not ended yet. */
  readonly held: Money;
  /** How far below zero it may go. */
  readonly overdraft: Money;
}

/** What can be spent now: posted - held + overdraft. */
export const available = ({ posted, held, overdraft }: Balance): Money =>
  add(subtract(posted, held), overdraft);

/** What is there without the overdraft; negative by as much of it as is used. */
export const ownFunds = ({ posted, held }: Balance): Money => subtract(posted, held);

export const withLeg = <B extends Balance>(balance: B, leg: Leg): B => ({
  ...balance,
  posted:
    leg.side === 'credit' ? add(balance.posted, leg.amount) : subtract(balance.posted, leg.amount),
});

export const withHold = <B extends Balance>(balance: B, amount: Money): B => ({
  ...balance,
  held: add(balance.held, amount),
});

export const withoutHold = <B extends Balance>(balance: B, amount: Money): B => ({
  ...balance,
  held: subtract(balance.held, amount),
});
