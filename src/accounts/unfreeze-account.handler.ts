import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { AccountUnfrozenEvent, UnfreezeAccountCommand } from './accounts.messages';
import { freezeRules } from './account.rules';
import { Accounts } from './accounts.port';
import { changeStatus } from './change-status';

/** New flows are accepted again. */
@CommandHandler(UnfreezeAccountCommand)
@Answers(AccountUnfrozenEvent, NothingNew, TurnedAway)
export class UnfreezeAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute({ data, meta }: UnfreezeAccountCommand): AccountUnfrozenEvent | NothingNew | TurnedAway {
    return changeStatus(this.accounts.find(meta.tenantId, data.accountId), {
      to: 'open',
      rules: freezeRules,
      event: () => new AccountUnfrozenEvent({ accountId: data.accountId }, meta),
    });
  }
}
