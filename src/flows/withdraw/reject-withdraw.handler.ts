import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { WithdrawRejectedEvent, RejectWithdrawCommand } from './withdraw.messages';
import type { Withdrawal } from './withdraw.state';

@CommandHandler(RejectWithdrawCommand)
@Answers(WithdrawRejectedEvent)
export class RejectWithdrawHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: { refusal }, meta }: RejectWithdrawCommand): WithdrawRejectedEvent {
    const { accountId } = this.flows.of<Withdrawal>(meta);

    return new WithdrawRejectedEvent({ accountId, refusal }, meta);
  }
}
