import type { AccountId } from '../kernel/ids';
import { moneyOf } from '../money';
import { available, ownFunds, withHold, withLeg, withoutHold, type Balance } from './balance';

const euros = (amount: string) => moneyOf(amount, 'EUR');
const account = 'acc_1' as AccountId;
const balance: Balance = { posted: euros('500'), held: euros('92'), overdraft: euros('20') };

it('is available: what is posted, less what is held, plus the overdraft', () => {
  expect(available(balance)).toEqual(euros('428'));
});

it('is one’s own without the overdraft, and negative by as much of it as is used', () => {
  expect(ownFunds(balance)).toEqual(euros('408'));
  expect(ownFunds({ ...balance, posted: euros('82') })).toEqual(euros('-10'));
});

it('goes up by a credit and down by a debit, below zero if need be', () => {
  const credited = withLeg(balance, { account, side: 'credit', amount: euros('0.01') });
  const debited = withLeg(balance, { account, side: 'debit', amount: euros('500.01') });

  expect(credited).toEqual({ ...balance, posted: euros('500.01') });
  expect(debited).toEqual({ ...balance, posted: moneyOf('-0.01', 'EUR') });
});

it('is held and let go by the same amount, to the last digit', () => {
  const held = withHold(balance, euros('0.07'));

  expect(held.held).toEqual(euros('92.07'));
  expect(withoutHold(held, euros('0.07'))).toEqual(balance);
});

it('keeps what else stands on it', () => {
  const named = { ...balance, name: 'Savings' };

  expect(withHold(named, euros('1')).name).toBe('Savings');
});
