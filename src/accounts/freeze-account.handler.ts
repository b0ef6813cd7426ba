import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { AccountFrozenEvent, FreezeAccountCommand } from './accounts.messages';
import { freezeRules } from './account.rules';
import { Accounts } from './accounts.port';
import { changeStatus } from './change-status';

/** New flows are refused from now on; a payment that was initiated still ends. */
@CommandHandler(FreezeAccountCommand)
@Answers(AccountFrozenEvent, NothingNew, TurnedAway)
export class FreezeAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute({ data, meta }: FreezeAccountCommand): AccountFrozenEvent | NothingNew | TurnedAway {
    return changeStatus(this.accounts.find(meta.tenantId, data.accountId), {
      to: 'frozen',
      rules: freezeRules,
      event: () => new AccountFrozenEvent({ accountId: data.accountId }, meta),
    });
  }
}
