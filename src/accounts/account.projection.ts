import type { AccountId } from '../kernel/ids';
import type { Meta } from '../kernel/message';
import { effects, projection, type Recorded } from '../kernel/projection';
import { zero } from '../money';
import type { Account } from './account';
import {
  AccountChangedEvent,
  AccountClosedEvent,
  AccountFrozenEvent,
  AccountOpenedEvent,
  AccountUnfrozenEvent,
  type AccountTerms,
} from './accounts.messages';

/** What an event does to an account as such; its balance changes by ledger effects. */
export type AccountEffect =
  | { readonly kind: 'open-account'; readonly account: Account }
  | {
      readonly kind: 'change-account';
      readonly accountId: AccountId;
      readonly change: Partial<
        Pick<Account, 'name' | 'limits' | 'overdraft' | 'metadata' | 'status'>
      >;
      /** The sequence of the event that changed it. */
      readonly version: number;
    };

const opened = (terms: AccountTerms, meta: Meta, { sequence }: Recorded): Account => ({
  tenantId: meta.tenantId,
  id: terms.accountId,
  currency: terms.currency,
  status: 'open',
  name: terms.name,
  reference: terms.reference,
  posted: zero(terms.currency),
  held: zero(terms.currency),
  overdraft: terms.overdraft,
  limits: terms.limits,
  usage: [],
  flowsUnderWay: 0,
  metadata: terms.metadata,
  version: sequence,
  createdAt: meta.at,
  updatedAt: meta.at,
});

const becomes =
  (status: Account['status']) =>
  (
    { accountId }: { readonly accountId: AccountId },
    _meta: Meta,
    { sequence }: Recorded,
  ): readonly AccountEffect[] => [
    { kind: 'change-account', accountId, change: { status }, version: sequence },
  ];

export const accountsProjection = projection(
  'accounts',
  effects(AccountOpenedEvent, (terms, meta, recorded): readonly AccountEffect[] => [
    { kind: 'open-account', account: opened(terms, meta, recorded) },
  ]),
  effects(
    AccountChangedEvent,
    (
      { accountId, name, limits, overdraft, metadata },
      _meta,
      recorded,
    ): readonly AccountEffect[] => [
      {
        kind: 'change-account',
        accountId,
        change: { name, limits, overdraft, metadata },
        version: recorded.sequence,
      },
    ],
  ),
  effects(AccountFrozenEvent, becomes('frozen')),
  effects(AccountUnfrozenEvent, becomes('open')),
  effects(AccountClosedEvent, becomes('closed')),
);
