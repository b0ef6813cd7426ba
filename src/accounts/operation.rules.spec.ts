import { judge } from '../kernel/rules';
import { moneyOf } from '../money';
import type { Account } from './account';
import { anAccount, euros, noLimits } from './account.fixture';
import { fundsRules, limitRules, statusRules, type OperationFacts } from './operation.rules';

const today = '2026-11-21';
const limited = (withdraw: Partial<Account['limits']['withdraw']>): Partial<Account> => ({
  limits: { ...noLimits, withdraw: { ...noLimits.withdraw, ...withdraw } },
});
const facts = (amount: string, account: Partial<Account> = {}): OperationFacts => ({
  account: anAccount(account),
  operation: 'withdraw',
  amount: euros(amount),
  day: today,
});
const accepted = { kind: 'accepted' };

describe('the status', () => {
  it.each([
    ['open', accepted],
    ['frozen', { kind: 'refused', refusal: { code: 'account-frozen' } }],
    ['closed', { kind: 'refused', refusal: { code: 'account-closed' } }],
  ] as const)('of an %s account', (status, verdict) => {
    expect(judge(statusRules, facts('1', { status }))).toMatchObject(verdict);
  });
});

describe('the limits', () => {
  const used = (amount: string, operation: 'withdraw' | 'deposit' = 'withdraw', day = today) => ({
    usage: [{ operation, day, amount: euros(amount) }],
  });
  const min = limited({ min: euros('10') });
  const max = limited({ max: euros('100') });
  const daily = limited({ daily: euros('150') });

  it.each<[string, string, Partial<Account>, string | null]>([
    ['no limit at all', '999999999999.99', {}, null],
    ['just the minimum', '10', min, null],
    ['a minor unit below the minimum', '9.99', min, 'withdraw.min'],
    ['just the maximum', '100', max, null],
    ['a minor unit above the maximum', '100.01', max, 'withdraw.max'],
    ['just what is left of the day', '50', { ...daily, ...used('100') }, null],
    ['a minor unit more than is left', '50.01', { ...daily, ...used('100') }, 'withdraw.daily'],
    ['a day that is used up', '0.01', { ...daily, ...used('150') }, 'withdraw.daily'],
    ['what another operation used', '150', { ...daily, ...used('150', 'deposit') }, null],
    ['what yesterday used', '150', { ...daily, ...used('150', 'withdraw', '2026-11-20') }, null],
    ['a limit cut below what is used', '0.01', { ...daily, ...used('151') }, 'withdraw.daily'],
    ['a limit of nothing', '0.01', limited({ daily: euros('0') }), 'withdraw.daily'],
  ])('with %s: %s', (_name, amount, account, broken) => {
    const verdict = judge(limitRules, facts(amount, account));

    expect(verdict.kind === 'refused' ? verdict.refusal.limit : null).toBe(broken);
  });

  it('are tried in order: minimum, maximum, the day', () => {
    const [first, second, third] = limitRules.map(({ tells, reason }) => [
      reason,
      tells?.(facts('5')).limit,
    ]);

    expect([first, second, third]).toEqual([
      ['below-minimum', 'withdraw.min'],
      ['limit-exceeded', 'withdraw.max'],
      ['limit-exceeded', 'withdraw.daily'],
    ]);
    expect(limitRules).toHaveLength(3);
  });

  it('tell what was required, what is possible, and in which currency', () => {
    const told = (amount: string, account: Partial<Account>) => {
      const verdict = judge(limitRules, facts(amount, account));
      return verdict.kind === 'refused' && verdict.refusal;
    };

    expect(told('9', min)).toMatchObject({ required: '10.00', available: '9.00', currency: 'EUR' });
    expect(told('101', max)).toMatchObject({ required: '101.00', available: '100.00' });
    expect(told('60', { ...daily, ...used('100') })).toMatchObject({
      required: '60.00',
      available: '50.00',
      limit: 'withdraw.daily',
    });
    expect(told('1', { ...daily, ...used('151') })).toMatchObject({ available: '0.00' });
  });
});

describe('the funds', () => {
  const balance = { posted: euros('500'), held: euros('92'), overdraft: euros('20') };

  it.each([
    ['428.00', true],
    ['428.01', false],
  ])('of 500 posted, 92 held and an overdraft of 20 suffice for %s: %s', (amount, suffice) => {
    expect(judge(fundsRules, facts(amount, balance)).kind).toBe(suffice ? 'accepted' : 'refused');
  });

  it('tell what is missing', () => {
    expect(judge(fundsRules, facts('428.01', balance))).toMatchObject({
      refusal: {
        code: 'insufficient-funds',
        required: '428.01',
        available: '428.00',
        currency: 'EUR',
      },
    });
  });
});

it('counts in the account’s own currency, also where nothing was counted yet', () => {
  const yen = (amount: string) => moneyOf(amount, 'JPY');
  const limits = { ...noLimits, deposit: { min: null, max: null, daily: yen('1000') } };
  const account = anAccount({ currency: 'JPY', limits });
  const asked = { account, operation: 'deposit', day: today } as const;

  expect(judge(limitRules, { ...asked, amount: yen('1000') })).toEqual(accepted);
  expect(judge(limitRules, { ...asked, amount: yen('1001') })).toMatchObject({
    refusal: { available: '1000', currency: 'JPY' },
  });
});
