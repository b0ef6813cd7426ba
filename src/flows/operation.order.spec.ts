import { anAccount, euros, noLimits } from '../accounts/account.fixture';
import { judge, type Rule } from '../kernel/rules';
import type { Account } from '../accounts/account';
import type { AccountId } from '../kernel/ids';
import { depositRules } from './deposit/deposit.rules';
import { transferRequestRules, transferRules } from './transfer/transfer.rules';
import { withdrawRules } from './withdraw/withdraw.rules';

/** The order of docs/api.md: status, minimum, maximum, the day, funds. */
const day = '2026-11-21';
const broken = { min: euros('10'), max: euros('5'), daily: euros('0') };
const limits = { ...noLimits, deposit: broken, withdraw: broken, transfer: broken };

/** Breaks every rule there is, and mends one after another. */
const reasons = (
  rules: readonly Rule<never>[],
  operation: 'deposit' | 'withdraw' | 'transfer',
): readonly string[] => {
  const stages: readonly (readonly [string, Partial<Account>, Partial<Account>])[] = [
    ['7', { status: 'frozen', limits }, { status: 'closed' }],
    ['7', { limits }, { status: 'frozen' }],
    ['7', { limits }, {}],
    ['11', { limits }, {}],
    ['11', { limits: { ...limits, [operation]: { ...broken, max: null } } }, {}],
    ['11', {}, {}],
    ['11', { posted: euros('11') }, {}],
  ];
  return stages.map(([amount, account, credited]) => {
    const facts = {
      account: anAccount(account),
      creditedAccount: anAccount(credited),
      operation,
      amount: euros(amount),
      day,
    };
    const verdict = judge(rules, facts as never);
    if (verdict.kind === 'accepted') return 'accepted';
    const { code, detail, limit } = verdict.refusal;
    return limit ?? (detail.startsWith('The credited') ? `credited ${code}` : code);
  });
};

it('a deposit is judged by status and limits, and needs no funds', () => {
  expect(reasons(depositRules, 'deposit')).toEqual([
    'account-frozen',
    'deposit.min',
    'deposit.min',
    'deposit.max',
    'deposit.daily',
    'accepted',
    'accepted',
  ]);
});

it('a withdrawal is judged by status, limits and funds', () => {
  expect(reasons(withdrawRules, 'withdraw')).toEqual([
    'account-frozen',
    'withdraw.min',
    'withdraw.min',
    'withdraw.max',
    'withdraw.daily',
    'insufficient-funds',
    'accepted',
  ]);
});

it('a transfer is judged by the status of both sides, then by the debited one’s limits and funds', () => {
  expect(reasons(transferRules, 'transfer')).toEqual([
    'account-frozen',
    'credited account-frozen',
    'transfer.min',
    'transfer.max',
    'transfer.daily',
    'insufficient-funds',
    'accepted',
  ]);
});

it('a transfer needs two different accounts', () => {
  const [one, other] = ['acc_1', 'acc_2'] as AccountId[] as [AccountId, AccountId];

  expect(judge(transferRequestRules, { fromAccountId: one, toAccountId: one })).toMatchObject({
    refusal: { code: 'same-account' },
  });
  expect(judge(transferRequestRules, { fromAccountId: one, toAccountId: other })).toEqual({
    kind: 'accepted',
  });
});
