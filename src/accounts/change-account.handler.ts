import { CommandHandler } from '@nestjs/cqrs';
import { Answers, TurnedAway } from '../kernel/answers';
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

@CommandHandler(ChangeAccountCommand)
@Answers(AccountChangedEvent, TurnedAway)
export class ChangeAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute(command: ChangeAccountCommand): AccountChangedEvent | TurnedAway {
    return match(this.accounts.find(command.meta.tenantId, command.data.accountId), {
      missing: noSuchAccount,
      found: ({ account }) => changed(account, command),
    });
  }
}

function changed(
  account: Account,
  { data, meta }: ChangeAccountCommand,
): AccountChangedEvent | TurnedAway {
  const { accountId, expectedVersion } = data;
  const settings = settingsAfter(account, data);

  return match(judge(changeRules, { account, expectedVersion, settings }), {
    accepted: () => new AccountChangedEvent({ accountId, ...settings }, meta),
    refused: ({ refusal }) => new TurnedAway(refusal),
  });
}

const settingsAfter = (account: Account, change: AccountChange): AccountSettings => ({
  name: change.name === undefined ? account.name : change.name,
  limits: mergedLimits(account.limits, change.limits ?? {}),
  overdraft: change.overdraft ?? account.overdraft,
  metadata: mergedMetadata(account.metadata, change.metadata ?? {}),
});

const mergedLimits = (limits: AccountLimits, change: LimitChanges): AccountLimits => ({
  deposit: { ...limits.deposit, ...change.deposit },
  withdraw: { ...limits.withdraw, ...change.withdraw },
  transfer: { ...limits.transfer, ...change.transfer },
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
