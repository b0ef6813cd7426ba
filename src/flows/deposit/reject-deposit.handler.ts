import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { DepositRejectedEvent, RejectDepositCommand } from './deposit.messages';
import type { Deposit } from './deposit.state';

@CommandHandler(RejectDepositCommand)
@Answers(DepositRejectedEvent)
export class RejectDepositHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: { refusal }, meta }: RejectDepositCommand): DepositRejectedEvent {
    const { accountId } = this.flows.of<Deposit>(meta);

    return new DepositRejectedEvent({ accountId, refusal }, meta);
  }
}
