import { judge } from '../kernel/rules';
import type { Account } from './account';
import { anAccount, euros } from './account.fixture';
import { changeRules, closeRules, freezeRules } from './account.rules';

const codeOf = (verdict: ReturnType<typeof judge>): string =>
  verdict.kind === 'refused' ? verdict.refusal.code : 'accepted';

describe('freezing and unfreezing', () => {
  it.each([
    ['open', 'accepted'],
    ['frozen', 'accepted'],
    ['closed', 'account-closed'],
  ] as const)('an account that is %s: %s', (status, code) => {
    expect(codeOf(judge(freezeRules, { account: anAccount({ status }) }))).toBe(code);
  });
});

describe('closing', () => {
  it.each<[string, Partial<Account>, string]>([
    ['with nothing on it', {}, 'accepted'],
    ['that is frozen', { status: 'frozen' }, 'accepted'],
    ['that may go below zero, and has not', { overdraft: euros('20') }, 'accepted'],
    ['with a balance', { posted: euros('0.01') }, 'account-in-use'],
    ['below zero', { posted: euros('-0.01'), overdraft: euros('1') }, 'account-in-use'],
    ['with a hold', { held: euros('0.01') }, 'account-in-use'],
    ['with a flow under way', { flowsUnderWay: 1 }, 'account-in-use'],
  ])('an account %s: %s, %s', (_name, account, code) => {
    expect(codeOf(judge(closeRules, { account: anAccount(account) }))).toBe(code);
  });
});

describe('changing', () => {
  const change = (account: Partial<Account>, overdraft: string, expectedVersion: number | null) => {
    const before = anAccount(account);
    const settings = { ...before, overdraft: euros(overdraft) };
    return codeOf(judge(changeRules, { account: before, expectedVersion, settings }));
  };
  const used = { posted: euros('-10'), held: euros('5'), overdraft: euros('20'), version: 3 };

  it.each<[string, Partial<Account>, string, number | null, string]>([
    ['any version will do', used, '20', null, 'accepted'],
    ['the version that was seen', used, '20', 3, 'accepted'],
    ['an older version', used, '20', 2, 'version-mismatch'],
    ['a version yet to come', used, '20', 4, 'version-mismatch'],
    ['a closed account', { status: 'closed' }, '0', null, 'account-closed'],
    ['a frozen account', { status: 'frozen' }, '0', null, 'accepted'],
    ['an overdraft that just covers balance and holds', used, '15', null, 'accepted'],
    ['an overdraft below that', used, '14.99', null, 'insufficient-funds'],
  ])('%s', (_name, account, overdraft, version, code) => {
    expect(change(account, overdraft, version)).toBe(code);
  });

  it('tells how much overdraft is used, and how much was offered', () => {
    const account = anAccount(used);
    const settings = { ...account, overdraft: euros('14.99') };

    expect(judge(changeRules, { account, expectedVersion: null, settings })).toMatchObject({
      refusal: { required: '15.00', available: '14.99', currency: 'EUR' },
    });
  });

  it.each([
    ['4.99', null],
    ['5', 'accepted'],
  ])('a maximum of %s under a minimum of 5 is told where it stands', (max, told) => {
    const account = anAccount({});
    const deposit = { min: euros('5'), max: euros(max), daily: null };
    const settings = { ...account, limits: { ...account.limits, deposit } };
    const verdict = judge(changeRules, { account, expectedVersion: null, settings });
    expect(verdict).toMatchObject(
      told === 'accepted'
        ? { kind: 'accepted' }
        : { refusal: { code: 'invalid-field', errors: [{ pointer: '/limits/deposit' }] } },
    );
  });

  it.each([
    [50, 'accepted'],
    [51, 'invalid-field'],
  ])('metadata with %i keys: %s', (count, code) => {
    const account = anAccount({});
    const keys = Array.from({ length: count }, (_, at) => [`k${at}`, 'v']);
    const settings = { ...account, metadata: Object.fromEntries(keys) as Account['metadata'] };
    expect(codeOf(judge(changeRules, { account, expectedVersion: null, settings }))).toBe(code);
  });

  it('is first refused for the version: what was not seen is not explained', () => {
    expect(change({ ...used, status: 'closed' }, '0', 2)).toBe('version-mismatch');
  });
});
