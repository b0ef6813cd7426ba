import type { AccountId } from '../kernel/ids';
import { message } from '../kernel/message';
import type { Money } from '../money';
import type { AccountLimits, Metadata } from './account';

/** What an account is opened with; amounts are in its own currency. */
export interface AccountTerms {
  readonly accountId: AccountId;
  readonly currency: string;
  readonly name: string | null;
  readonly reference: string | null;
  readonly limits: AccountLimits;
  readonly overdraft: Money;
  readonly metadata: Metadata;
}

/** What of an account may change, as it stands after the change. */
export type AccountSettings = Pick<AccountTerms, 'name' | 'limits' | 'overdraft' | 'metadata'>;

/** Amounts of limits as asked for: what is left out stays, null takes the bound away. */
export type LimitChanges = Partial<{
  readonly [Operation in keyof AccountLimits]: Partial<AccountLimits[Operation]>;
}>;

/** A merge patch (RFC 7396): what is left out stays as it is, null takes it away. */
export interface AccountChange {
  readonly accountId: AccountId;
  /** The version that the caller has seen; null when any will do. */
  readonly expectedVersion: number | null;
  readonly name?: string | null;
  readonly limits?: LimitChanges;
  readonly overdraft?: Money;
  readonly metadata?: Readonly<Record<string, string | null>>;
}

interface ThisAccount {
  readonly accountId: AccountId;
}

export class OpenAccountCommand extends message('account.open')<AccountTerms> {}
export class AccountOpenedEvent extends message('account.opened')<AccountTerms> {}

export class ChangeAccountCommand extends message('account.change')<AccountChange> {}
export class AccountChangedEvent extends message('account.changed')<
  ThisAccount & AccountSettings
> {}

export class FreezeAccountCommand extends message('account.freeze')<ThisAccount> {}
export class AccountFrozenEvent extends message('account.frozen')<ThisAccount> {}

export class UnfreezeAccountCommand extends message('account.unfreeze')<ThisAccount> {}
export class AccountUnfrozenEvent extends message('account.unfrozen')<ThisAccount> {}

export class CloseAccountCommand extends message('account.close')<ThisAccount> {}
export class AccountClosedEvent extends message('account.closed')<ThisAccount> {}
