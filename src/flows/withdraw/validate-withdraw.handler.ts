import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { Answers, Refuses } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import {
  WithdrawRejectedEvent,
  WithdrawValidatedEvent,
  ValidateWithdrawCommand,
} from './withdraw.messages';
import { withdrawRules } from './withdraw.rules';
import type { Withdrawal } from './withdraw.state';

@CommandHandler(ValidateWithdrawCommand)
@Answers(WithdrawValidatedEvent, WithdrawRejectedEvent)
@Refuses(withdrawRules)
export class ValidateWithdrawHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly flows: Flows,
  ) {}

  execute({ data, meta }: ValidateWithdrawCommand): WithdrawValidatedEvent | WithdrawRejectedEvent {
    const { accountId, requested, converted } = data;
    const { day, provider, destination, quoteId } = this.flows.of<Withdrawal>(meta);
    const account = this.accounts.get(meta.tenantId, accountId);
    const facts = { account, operation: 'withdraw', amount: converted, day } as const;

    return match(judge(withdrawRules, facts), {
      accepted: () =>
        new WithdrawValidatedEvent(
          { accountId, requested, converted, day, provider, destination, quoteId },
          meta,
        ),
      refused: ({ refusal }) => new WithdrawRejectedEvent({ accountId, refusal }, meta),
    });
  }
}
