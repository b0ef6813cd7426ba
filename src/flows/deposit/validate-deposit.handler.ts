import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { Answers, Refuses } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import {
  DepositRejectedEvent,
  DepositValidatedEvent,
  ValidateDepositCommand,
} from './deposit.messages';
import { depositRules } from './deposit.rules';
import type { Deposit } from './deposit.state';

@CommandHandler(ValidateDepositCommand)
@Answers(DepositValidatedEvent, DepositRejectedEvent)
@Refuses(depositRules)
export class ValidateDepositHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly flows: Flows,
  ) {}

  execute({ data, meta }: ValidateDepositCommand): DepositValidatedEvent | DepositRejectedEvent {
    const { accountId, requested, converted } = data;
    const { day, provider, source, quoteId } = this.flows.of<Deposit>(meta);
    const account = this.accounts.get(meta.tenantId, accountId);
    const facts = { account, operation: 'deposit', amount: converted, day } as const;

    return match(judge(depositRules, facts), {
      accepted: () =>
        new DepositValidatedEvent(
          { accountId, requested, converted, day, provider, source, quoteId },
          meta,
        ),
      refused: ({ refusal }) => new DepositRejectedEvent({ accountId, refusal }, meta),
    });
  }
}
