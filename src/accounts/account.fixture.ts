import type { AccountId, TenantId } from '../kernel/ids';
import type { Meta } from '../kernel/message';
import type { Found } from '../kernel/outcome';
import { moneyOf, type Money } from '../money';
import type { Account, AccountLimits } from './account';
import { Accounts } from './accounts.port';

/** An account in euros and what it is asked, for tests that say only what they are about. */

export const euros = (amount: string): Money => moneyOf(amount, 'EUR');

const free = { min: null, max: null, daily: null };
export const noLimits: AccountLimits = { deposit: free, withdraw: free, transfer: free };

export const tenantId = 'ten_01a1fc13-dbf1-786b-9a7b-cf53d807cdc3' as TenantId;
export const accountId = 'acc_01a1fc13-dc0c-7c9e-a598-12810d5f410c' as AccountId;

export const anAccount = (more: Partial<Account> = {}): Account => ({
  tenantId,
  id: accountId,
  currency: 'EUR',
  status: 'open',
  name: null,
  reference: null,
  posted: euros('0'),
  held: euros('0'),
  overdraft: euros('0'),
  limits: noLimits,
  usage: [],
  flowsUnderWay: 0,
  metadata: {},
  version: 1,
  createdAt: '2026-11-01T10:00:00.000Z',
  updatedAt: '2026-11-01T10:00:00.000Z',
  ...more,
});

export const accountMeta: Meta = {
  tenantId,
  stream: { kind: 'account', id: accountId },
  causationId: 'req_01a1fc13-dc0c-7c9e-a598-12810d5f410d',
  at: '2026-11-21T10:00:00.000Z',
};

/** The accounts of a list, by the port. */
export class ListedAccounts extends Accounts {
  constructor(private readonly accounts: readonly Account[]) {
    super();
  }

  find(tenant: TenantId, id: AccountId): Found<'account', Account> {
    const account = this.accounts.find((one) => one.tenantId === tenant && one.id === id);
    return account ? { kind: 'found', account } : { kind: 'missing' };
  }

  get(tenant: TenantId, id: AccountId): Account {
    const found = this.find(tenant, id);
    if (found.kind === 'missing') throw new Error(`${id} is not listed.`);
    return found.account;
  }

  isReferenceTaken(tenant: TenantId, reference: string): boolean {
    return this.accounts.some((one) => one.tenantId === tenant && one.reference === reference);
  }
}
