import { NothingNew, TurnedAway } from '../kernel/answers';
import type { Account } from './account';
import {
  accountId,
  accountMeta,
  anAccount,
  euros,
  ListedAccounts,
  noLimits,
} from './account.fixture';
import {
  AccountChangedEvent,
  AccountClosedEvent,
  AccountFrozenEvent,
  AccountOpenedEvent,
  AccountUnfrozenEvent,
  ChangeAccountCommand,
  CloseAccountCommand,
  FreezeAccountCommand,
  OpenAccountCommand,
  UnfreezeAccountCommand,
  type AccountChange,
  type AccountTerms,
} from './accounts.messages';
import { ChangeAccountHandler } from './change-account.handler';
import { CloseAccountHandler } from './close-account.handler';
import { FreezeAccountHandler } from './freeze-account.handler';
import { OpenAccountHandler } from './open-account.handler';
import { UnfreezeAccountHandler } from './unfreeze-account.handler';

const having = (...accounts: readonly Account[]) => new ListedAccounts(accounts);
const notFound = new TurnedAway({ code: 'not-found', detail: 'There is no such account.' });
const thisOne = { accountId };

describe('opening an account', () => {
  const terms: AccountTerms = {
    accountId,
    currency: 'EUR',
    name: 'Savings',
    reference: 'mine',
    limits: noLimits,
    overdraft: euros('0'),
    metadata: { shop: '7' },
  };
  const open = (accounts: ListedAccounts, more: Partial<AccountTerms> = {}) =>
    new OpenAccountHandler(accounts).execute(
      new OpenAccountCommand({ ...terms, ...more }, accountMeta),
    );

  it('records its terms', () => {
    expect(open(having())).toEqual(new AccountOpenedEvent(terms, accountMeta));
  });

  it('is turned away where the reference is taken', () => {
    expect(open(having(anAccount({ reference: 'mine' })))).toMatchObject({
      refusal: { code: 'reference-taken' },
    });
  });

  it('takes a reference that only another tenant has, and any number of accounts without one', () => {
    const others = anAccount({ reference: 'mine', tenantId: 'ten_2' as never });

    expect(open(having(others))).toBeInstanceOf(AccountOpenedEvent);
    expect(open(having(anAccount()), { reference: null })).toBeInstanceOf(AccountOpenedEvent);
  });
});

describe('the status of an account', () => {
  const freeze = (accounts: ListedAccounts) =>
    new FreezeAccountHandler(accounts).execute(new FreezeAccountCommand(thisOne, accountMeta));
  const unfreeze = (accounts: ListedAccounts) =>
    new UnfreezeAccountHandler(accounts).execute(new UnfreezeAccountCommand(thisOne, accountMeta));
  const close = (accounts: ListedAccounts) =>
    new CloseAccountHandler(accounts).execute(new CloseAccountCommand(thisOne, accountMeta));

  it.each([
    ['freeze', freeze, 'open', AccountFrozenEvent],
    ['freeze', freeze, 'frozen', NothingNew],
    ['freeze', freeze, 'closed', TurnedAway],
    ['unfreeze', unfreeze, 'open', NothingNew],
    ['unfreeze', unfreeze, 'frozen', AccountUnfrozenEvent],
    ['unfreeze', unfreeze, 'closed', TurnedAway],
    ['close', close, 'open', AccountClosedEvent],
    ['close', close, 'frozen', AccountClosedEvent],
    ['close', close, 'closed', NothingNew],
  ] as const)('%s', (_name, change, status, answer) => {
    expect(change(having(anAccount({ status })))).toBeInstanceOf(answer);
  });

  it.each([
    ['freeze', freeze],
    ['unfreeze', unfreeze],
    ['close', close],
  ] as const)(
    '%s: an account of nobody and one of another tenant are told alike',
    (_name, change) => {
      expect(change(having())).toEqual(notFound);
      expect(change(having(anAccount({ tenantId: 'ten_2' as never })))).toEqual(notFound);
    },
  );

  it('stays open while there is money on it', () => {
    expect(close(having(anAccount({ posted: euros('0.01') })))).toMatchObject({
      refusal: { code: 'account-in-use' },
    });
  });
});

describe('changing an account', () => {
  const before = anAccount({
    name: 'Savings',
    overdraft: euros('20'),
    limits: { ...noLimits, deposit: { min: null, max: euros('1000'), daily: euros('1500') } },
    metadata: { shop: '7', till: '3' },
    version: 3,
  });
  const settings = {
    accountId,
    name: 'Savings',
    overdraft: euros('20'),
    limits: before.limits,
    metadata: before.metadata,
  };
  const change = (change: Partial<AccountChange>, account = before) =>
    new ChangeAccountHandler(having(account)).execute(
      new ChangeAccountCommand({ accountId, expectedVersion: null, ...change }, accountMeta),
    );

  it.each<[string, Partial<AccountChange>, Partial<typeof settings> | { name: null }]>([
    ['renames', { name: 'Daily' }, { name: 'Daily' }],
    ['takes the name away by null', { name: null }, { name: null }],
    ['changes the overdraft', { overdraft: euros('30') }, { overdraft: euros('30') }],
    [
      'changes one bound of one operation',
      { limits: { deposit: { max: euros('5') } } },
      {
        limits: { ...before.limits, deposit: { min: null, max: euros('5'), daily: euros('1500') } },
      },
    ],
    [
      'takes a bound away by null',
      { limits: { deposit: { daily: null } } },
      { limits: { ...before.limits, deposit: { min: null, max: euros('1000'), daily: null } } },
    ],
    [
      'bounds another operation, and leaves the rest',
      { limits: { transfer: { min: euros('1') } } },
      { limits: { ...before.limits, transfer: { min: euros('1'), max: null, daily: null } } },
    ],
    [
      'adds, changes and takes away words',
      { metadata: { shop: '8', till: null, floor: '2' } },
      { metadata: { shop: '8', floor: '2' } },
    ],
  ])('%s', (_name, asked, after) => {
    expect(change(asked)).toEqual(new AccountChangedEvent({ ...settings, ...after }, accountMeta));
  });

  it.each<[string, Partial<AccountChange>]>([
    ['for nothing', {}],
    ['for the taking away of a word that is not there', { metadata: { none: null } }],
    ['for what is so already', { ...settings }],
    [
      'for what is so already, in part',
      { limits: { deposit: { max: settings.limits.deposit.max } } },
    ],
  ])('records nothing when it is asked %s', (_name, asked) => {
    expect(change(asked)).toBeInstanceOf(NothingNew);
  });

  it('is turned away by another version, and for an account that is not there', () => {
    expect(change({ expectedVersion: 2 })).toMatchObject({ refusal: { code: 'version-mismatch' } });
    expect(change({}, anAccount({ tenantId: 'ten_2' as never }))).toEqual(notFound);
  });
});
