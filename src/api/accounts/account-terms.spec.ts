import type { AccountLimits } from '../../accounts/account';
import { moneyOf } from '../../money';
import { anAccount, ids } from '../../store/store.fixture';
import { changeOf, issuesOfTerms, noLimits, termsOf } from './account-terms';

const euro = (amount: string) => moneyOf(amount, 'EUR');
const free = { min: null, max: null, daily: null };
const limited: AccountLimits = {
  ...noLimits,
  deposit: { min: euro('5'), max: euro('10'), daily: null },
};
const account = anAccount(ids.next('ten'), 'EUR', {
  limits: limited,
  metadata: { colour: 'red', size: 'L' },
});

describe('the amounts of an account', () => {
  it.each([
    [{ overdraft: '1.001' }, ['overdraft'], 'amount-precision'],
    [{ overdraft: '-1' }, ['overdraft'], 'invalid-amount'],
    [{ limits: { transfer: { daily: '010' } } }, ['limits', 'transfer', 'daily'], 'invalid-amount'],
    [
      { limits: { deposit: { max: '9'.repeat(31) } } },
      ['limits', 'deposit', 'max'],
      'amount-out-of-range',
    ],
  ] as const)('are refused where they stand: %j', (terms, path, code) => {
    const [issue] = issuesOfTerms(terms, 'EUR');
    expect(issue).toMatchObject({ path, message: expect.stringContaining(`${code}: `) as string });
  });

  it('may be zero: an account with a maximum of 0 takes no deposit at all', () => {
    expect(issuesOfTerms({ overdraft: '0', limits: { deposit: { max: '0' } } }, 'EUR')).toEqual([]);
  });

  it('may not have a minimum above the maximum, and may have one that equals it', () => {
    const between = (min: string, max: string) =>
      issuesOfTerms({ limits: { withdraw: { min, max } } }, 'EUR').map(({ path }) => path);
    expect(between('1.01', '1.00')).toEqual([['limits', 'withdraw']]);
    expect(between('1.00', '1.00')).toEqual([]);
  });
});

describe('a new account', () => {
  const id = ids.next('acc');

  it('has no limit, no overdraft and no name unless it is given them', () => {
    expect(termsOf(id, { currency: 'JPY' })).toEqual({
      accountId: id,
      currency: 'JPY',
      name: null,
      reference: null,
      limits: noLimits,
      overdraft: moneyOf('0', 'JPY'),
      metadata: {},
    });
  });

  it('has its amounts padded to the decimals of its currency', () => {
    const terms = termsOf(id, {
      currency: 'EUR',
      overdraft: '10',
      limits: { deposit: { max: '1000.5' }, withdraw: null },
    });
    expect(terms.overdraft).toEqual(euro('10.00'));
    expect(terms.limits).toEqual({ ...noLimits, deposit: { ...free, max: euro('1000.50') } });
  });
});

describe('a merge patch', () => {
  it('says nothing of what it leaves out', () => {
    expect(changeOf(account, {}, null)).toEqual({ accountId: account.id, expectedVersion: null });
  });

  it('takes away what is null, and changes what is given', () => {
    const patch = { name: null, overdraft: null, limits: { deposit: { max: null, daily: '7' } } };
    expect(changeOf(account, patch, 3)).toEqual({
      accountId: account.id,
      expectedVersion: 3,
      name: null,
      overdraft: euro('0'),
      limits: { deposit: { max: null, daily: euro('7') } },
    });
  });

  it('takes all bounds of an operation away, or all limits', () => {
    expect(changeOf(account, { limits: { deposit: null } }, null).limits).toEqual({
      deposit: free,
    });
    expect(changeOf(account, { limits: null }, null).limits).toEqual(noLimits);
  });

  it('takes all metadata away by naming every key', () => {
    expect(changeOf(account, { metadata: null }, null).metadata).toEqual({
      colour: null,
      size: null,
    });
  });
});
