import type { EventId } from '../kernel/ids';
import type { Message } from '../kernel/message';
import { accountId, accountMeta, euros, noLimits, tenantId } from './account.fixture';
import { accountsProjection } from './account.projection';
import {
  AccountChangedEvent,
  AccountClosedEvent,
  AccountFrozenEvent,
  AccountOpenedEvent,
  AccountUnfrozenEvent,
} from './accounts.messages';

const effectsOf = ({ type, data, meta }: Message, sequence: number) =>
  accountsProjection.rows.flatMap((row) =>
    row.kind === 'effect' && row.event.type === type
      ? row.effects({ type, data, meta, id: 'evt_1' as EventId, sequence })
      : [],
  );
const settings = { name: 'Savings', limits: noLimits, overdraft: euros('5'), metadata: { a: 'b' } };

it('opens an account with its terms, nothing on it, and version 1', () => {
  const terms = { accountId, currency: 'EUR', reference: 'mine', ...settings };

  expect(effectsOf(new AccountOpenedEvent(terms, accountMeta), 1)).toEqual([
    {
      kind: 'open-account',
      account: {
        tenantId,
        id: accountId,
        currency: 'EUR',
        status: 'open',
        reference: 'mine',
        ...settings,
        posted: euros('0'),
        held: euros('0'),
        usage: [],
        flowsUnderWay: 0,
        version: 1,
        createdAt: accountMeta.at,
        updatedAt: accountMeta.at,
      },
    },
  ]);
});

it('changes the settings, and counts the version on by the event’s sequence', () => {
  expect(effectsOf(new AccountChangedEvent({ accountId, ...settings }, accountMeta), 7)).toEqual([
    { kind: 'change-account', accountId, change: settings, version: 7 },
  ]);
});

it.each([
  [AccountFrozenEvent, 'frozen'],
  [AccountUnfrozenEvent, 'open'],
  [AccountClosedEvent, 'closed'],
] as const)('by %p an account becomes %s', (event, status) => {
  expect(effectsOf(new event({ accountId }, accountMeta), 2)).toEqual([
    { kind: 'change-account', accountId, change: { status }, version: 2 },
  ]);
});
