import { CommandHandler } from '@nestjs/cqrs';
import { Answers, TurnedAway } from '../kernel/answers';
import { AccountOpenedEvent, OpenAccountCommand } from './accounts.messages';
import { Accounts } from './accounts.port';

@CommandHandler(OpenAccountCommand)
@Answers(AccountOpenedEvent, TurnedAway)
export class OpenAccountHandler {
  constructor(private readonly accounts: Accounts) {}

  execute({ data, meta }: OpenAccountCommand): AccountOpenedEvent | TurnedAway {
    const { accountId, currency, name, reference, limits, overdraft, metadata } = data;
    if (reference !== null && this.accounts.isReferenceTaken(meta.tenantId, reference)) {
      return new TurnedAway({
        code: 'reference-taken',
        detail: 'Another account of yours has this reference.',
      });
    }
    return new AccountOpenedEvent(
      { accountId, currency, name, reference, limits, overdraft, metadata },
      meta,
    );
  }
}
