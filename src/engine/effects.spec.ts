import { accountId, anAccount, euros, tenantId } from '../accounts/account.fixture';
import type { Account } from '../accounts/account';
import type { AccountId, EventId } from '../kernel/ids';
import type { Recorded } from '../kernel/projection';
import { move } from '../ledger/entry';
import {
  beginFlow,
  endFlow,
  hold,
  post,
  release,
  reserveUsage,
  returnUsage,
} from '../ledger/ledger.effects';
import { moneyOf } from '../money';
import { carryOut, type Effect } from './effects';
import { World } from './world';

const other = 'acc_01a1fc13-dc0c-7c9e-a598-12810d5f4222' as AccountId;
const today = '2026-11-21';

const event: Recorded = {
  id: 'evt_01a1fc13-dc0c-7c9e-a598-12810d5f410c' as EventId,
  sequence: 9,
  type: 'withdraw.completed',
  data: {},
  meta: {
    tenantId,
    stream: { kind: 'withdraw', id: 'wdr_1' },
    causationId: 'evt_0',
    at: '2026-11-21T10:00:00.000Z',
  },
};

const worldWith = (...accounts: readonly Account[]): World => {
  const world = new World();
  for (const account of accounts) world.putAccount(account);
  return world.above();
};
const after = (before: Partial<Account>, ...effects: readonly Effect[]): Account => {
  const world = worldWith(anAccount(before));
  for (const effect of effects) carryOut(world, effect, event);
  return world.account(tenantId, accountId)!;
};

describe('posting an entry', () => {
  const entry = post(
    [move(accountId, 'fx', euros('92')), move('fx', 'clearing:simulator', moneyOf('100', 'USD'))],
    [
      {
        currency: 'EUR',
        side: 'debit',
        exact: '92',
        rounded: '92.00',
        remainder: '0',
        spread: '0',
      },
    ],
  );

  it('names it after its event, with the balances that it left on customers’ accounts', () => {
    const world = worldWith(anAccount({ posted: euros('500') }));
    carryOut(world, entry, event);

    expect(world.changes().entries).toEqual([
      {
        id: 'ent_01a1fc13-dc0c-7c9e-a598-12810d5f410c',
        tenantId,
        flowId: 'wdr_1',
        type: 'withdraw.completed',
        postedAt: event.meta.at,
        legs: [
          { account: accountId, side: 'debit', amount: euros('92') },
          { account: 'fx', side: 'credit', amount: euros('92') },
          { account: 'fx', side: 'debit', amount: moneyOf('100', 'USD') },
          { account: 'clearing:simulator', side: 'credit', amount: moneyOf('100', 'USD') },
        ],
        conversions: [
          {
            currency: 'EUR',
            side: 'debit',
            exact: '92',
            rounded: '92.00',
            remainder: '0',
            spread: '0',
          },
        ],
        balances: ['408.00', null, null, null],
      },
    ]);
    expect(world.account(tenantId, accountId)).toMatchObject({
      posted: euros('408'),
      updatedAt: event.meta.at,
    });
  });

  it('goes down to the overdraft, and not below: that is a fault, not a refusal', () => {
    expect(after({ posted: euros('72'), overdraft: euros('20') }, entry).posted).toEqual(
      moneyOf('-20', 'EUR'),
    );
    expect(() => after({ posted: euros('71.99'), overdraft: euros('20') }, entry)).toThrow(
      'withdraw.completed would take',
    );
  });

  it('does not take what is held for another', () => {
    const before = { posted: euros('100'), held: euros('8.01') };

    expect(() => after(before, entry)).toThrow('below its overdraft');
  });

  it('moves both sides of a transfer', () => {
    const world = worldWith(anAccount({ posted: euros('5') }), anAccount({ id: other }));
    const moves = [move(accountId, 'fx', euros('5')), move('fx', other, euros('5'))];
    carryOut(world, post(moves, []), event);

    const posted = [accountId, other].map((id) => world.account(tenantId, id)?.posted.amount);
    expect(posted).toEqual(['0.00', '5.00']);
    expect(world.changes().entries[0]?.balances).toEqual(['0.00', '5.00']);
  });

  it('is a fault for an account that the turn has not loaded', () => {
    expect(() => {
      carryOut(worldWith(), entry, event);
    }).toThrow('not part of this turn');
  });
});

describe('a hold', () => {
  it('is taken, and given back to the last digit', () => {
    const before = { posted: euros('500'), held: euros('1') };

    expect(after(before, hold(accountId, euros('92.07'))).held).toEqual(euros('93.07'));
    expect(
      after(before, hold(accountId, euros('92.07')), release(accountId, euros('92.07'))).held,
    ).toEqual(euros('1'));
  });
});

describe('a flow under way', () => {
  it('is counted from its beginning to its end', () => {
    expect(after({}, beginFlow(accountId), beginFlow(accountId)).flowsUnderWay).toBe(2);
    expect(after({ flowsUnderWay: 2 }, endFlow(accountId)).flowsUnderWay).toBe(1);
  });
});

describe('a day’s usage', () => {
  const used = (amount: string, day = today, operation: 'deposit' | 'withdraw' = 'withdraw') => ({
    accountId,
    operation,
    day,
    amount: euros(amount),
  });
  const shown = ({ usage }: Account): readonly string[] =>
    usage.map(({ day, operation, amount }) => `${day} ${operation} ${amount.amount}`).sort();

  it('is counted by operation and day', () => {
    const account = after(
      {},
      reserveUsage(used('5')),
      reserveUsage(used('7')),
      reserveUsage(used('1', today, 'deposit')),
      reserveUsage(used('2', '2026-11-22')),
    );

    expect(shown(account)).toEqual([
      '2026-11-21 deposit 1.00',
      '2026-11-21 withdraw 12.00',
      '2026-11-22 withdraw 2.00',
    ]);
  });

  it('is given back to the day that it was counted on', () => {
    const account = after(
      {},
      reserveUsage(used('5')),
      reserveUsage(used('2', '2026-11-22')),
      returnUsage(used('5')),
    );

    expect(shown(account)).toEqual(['2026-11-21 withdraw 0.00', '2026-11-22 withdraw 2.00']);
  });

  const day = (number: number): string => `2026-11-${String(number).padStart(2, '0')}`;
  const counted = (...days: readonly number[]) =>
    days.map((one) => reserveUsage(used('1', day(one))));

  it('is kept for the days that were counted on last', () => {
    expect(shown(after({}, ...counted(1, 2, 3, 4, 5, 6, 7)))).toEqual(
      [3, 4, 5, 6, 7].map((one) => `${day(one)} withdraw 1.00`),
    );
  });

  it('is kept for a day before all others, when the clock was put back', () => {
    expect(shown(after({}, ...counted(10, 11, 12, 13, 14, 3, 3)))).toContain(
      `${day(3)} withdraw 2.00`,
    );
  });

  it('is kept for today, however many days a clock that ran ahead has counted on', () => {
    expect(shown(after({}, ...counted(25, 26, 27, 28, 29, 10, 11, 12, 13, 14)))).toEqual(
      [10, 11, 12, 13, 14].map((one) => `${day(one)} withdraw 1.00`),
    );
  });

  it('that is forgotten takes nothing back, and makes no other day be forgotten', () => {
    const account = after({}, ...counted(1, 2, 3, 4, 5, 6), returnUsage(used('1', day(1))));

    expect(shown(account)).toEqual([2, 3, 4, 5, 6].map((one) => `${day(one)} withdraw 1.00`));
  });
});

it('changes an account’s settings, and its version with them', () => {
  const change = { status: 'frozen', name: null } as const;
  const account = after(
    { name: 'Savings', posted: euros('5') },
    { kind: 'change-account', accountId, change, version: 9 },
  );

  expect(account).toMatchObject({ ...change, version: 9, posted: euros('5') });
  expect(account.updatedAt).toBe(event.meta.at);
});

it('revokes a key that is there, and finds a fault in one that is not', () => {
  const key = {
    tenantId,
    id: 'key_1' as never,
    name: 'till',
    role: 'admin',
    hash: 'a',
    createdAt: '2026-11-01T10:00:00.000Z',
    revokedAt: null,
  } as const;
  const revoked: Effect = { kind: 'revoke-key', keyId: key.id, at: event.meta.at };
  const world = worldWith();
  carryOut(world, { kind: 'add-key', key }, event);
  carryOut(world, revoked, event);

  expect(world.key(tenantId, key.id)).toEqual({ ...key, revokedAt: event.meta.at });
  expect(() => {
    carryOut(worldWith(), revoked, event);
  }).toThrow('There is no key key_1');
});
