import { CommandHandler } from '@nestjs/cqrs';
import { isDeepStrictEqual } from 'node:util';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { match } from '../kernel/outcome';
import { judge } from '../kernel/rules';
import type { Account, AccountLimits, Metadata } from './account';
import { changeRules } from './account.rules';
import {
  AccountChangedEvent,
  ChangeAccountCommand,
  type AccountChange,
  type AccountSettings,
  type LimitChanges,
} from './accounts.messages';
import { Accounts } from './accounts.port';
import { noSuchAccount } from './turned-away';

/** Asked to be what it is, it stays so: no event, and no new version. */
@CommandHandler(ChangeAccountCommand)
@Answers(AccountChangedEvent, NothingNew, TurnedAway)
export class ChangeAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute(command: ChangeAccountCommand): Changed {
    return match(this.accounts.find(command.meta.tenantId, command.data.accountId), {
      missing: (): Changed => noSuchAccount(),
      found: ({ account }) => changed(account, command),
    });
  }
}

type Bounds = AccountLimits[keyof AccountLimits];
type Changed = AccountChangedEvent | NothingNew | TurnedAway;

function changed(account: Account, { data, meta }: ChangeAccountCommand): Changed {
  const { accountId, expectedVersion } = data;
  const settings = settingsAfter(account, data);
  const { name, limits, overdraft, metadata } = settings;

  return match(judge(changeRules, { account, expectedVersion, settings }), {
    accepted: (): Changed =>
      isDeepStrictEqual(settings, settingsAfter(account, { accountId, expectedVersion }))
        ? new NothingNew()
        : new AccountChangedEvent({ accountId, name, limits, overdraft, metadata }, meta),
    refused: ({ refusal }): Changed => new TurnedAway(refusal),
  });
}

const settingsAfter = (account: Account, change: AccountChange): AccountSettings => ({
  name: change.name === undefined ? account.name : change.name,
  limits: mergedLimits(account.limits, change.limits ?? {}),
  overdraft: change.overdraft ?? account.overdraft,
  metadata: mergedMetadata(account.metadata, change.metadata ?? {}),
});

const mergedLimits = (limits: AccountLimits, change: LimitChanges): AccountLimits => ({
  deposit: mergedBounds(limits.deposit, change.deposit),
  withdraw: mergedBounds(limits.withdraw, change.withdraw),
  transfer: mergedBounds(limits.transfer, change.transfer),
});

const mergedBounds = (bounds: Bounds, change: Partial<Bounds> = {}): Bounds => ({
  min: change.min === undefined ? bounds.min : change.min,
  max: change.max === undefined ? bounds.max : change.max,
  daily: change.daily === undefined ? bounds.daily : change.daily,
});

const mergedMetadata = (
  metadata: Metadata,
  change: Readonly<Record<string, string | null>>,
): Metadata =>
  Object.fromEntries(
    Object.entries({ ...metadata, ...change }).filter(
      (pair): pair is [string, string] => pair[1] !== null,
    ),
  );
