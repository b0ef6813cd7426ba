import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { RejectTransferCommand, TransferRejectedEvent } from './transfer.messages';
import type { Transfer } from './transfer.state';

@CommandHandler(RejectTransferCommand)
@Answers(TransferRejectedEvent)
export class RejectTransferHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: { refusal }, meta }: RejectTransferCommand): TransferRejectedEvent {
    const { fromAccountId, toAccountId } = this.flows.of<Transfer>(meta);

    return new TransferRejectedEvent({ fromAccountId, toAccountId, refusal }, meta);
  }
}
