import { CommandHandler } from '@nestjs/cqrs';
import { Accounts } from '../../accounts/accounts.port';
import { Answers, Refuses } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import {
  TransferRejectedEvent,
  TransferValidatedEvent,
  ValidateTransferCommand,
} from './transfer.messages';
import { transferRules } from './transfer.rules';
import type { Transfer } from './transfer.state';

@CommandHandler(ValidateTransferCommand)
@Answers(TransferValidatedEvent, TransferRejectedEvent)
@Refuses(transferRules)
export class ValidateTransferHandler {
  constructor(
    private readonly accounts: Accounts,
    private readonly flows: Flows,
  ) {}

  execute({ data, meta }: ValidateTransferCommand): TransferValidatedEvent | TransferRejectedEvent {
    const { fromAccountId, toAccountId, requested, debited, credited } = data;
    const { day, quoteId } = this.flows.of<Transfer>(meta);
    const facts = {
      account: this.accounts.get(meta.tenantId, fromAccountId),
      creditedAccount: this.accounts.get(meta.tenantId, toAccountId),
      operation: 'transfer',
      amount: debited,
      day,
    } as const;

    return match(judge(transferRules, facts), {
      accepted: () =>
        new TransferValidatedEvent(
          { fromAccountId, toAccountId, requested, debited, credited, day, quoteId },
          meta,
        ),
      refused: ({ refusal }) =>
        new TransferRejectedEvent({ fromAccountId, toAccountId, refusal }, meta),
    });
  }
}
