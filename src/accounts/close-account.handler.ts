import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, TurnedAway } from '../kernel/answers';
import { AccountClosedEvent, CloseAccountCommand } from './accounts.messages';
import { closeRules } from './account.rules';
import { Accounts } from './accounts.port';
import { changeStatus } from './change-status';

/** Closed for ever: only while nothing is on it and nothing is under way. */
@CommandHandler(CloseAccountCommand)
@Answers(AccountClosedEvent, NothingNew, TurnedAway)
export class CloseAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute({ data, meta }: CloseAccountCommand): AccountClosedEvent | NothingNew | TurnedAway {
    return changeStatus(this.accounts.find(meta.tenantId, data.accountId), {
      to: 'closed',
      rules: closeRules,
      event: () => new AccountClosedEvent({ accountId: data.accountId }, meta),
    });
  }
}
