import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { CompleteTransferCommand, TransferCompletedEvent } from './transfer.messages';
import type { ConvertedTransfer } from './transfer.state';

@CommandHandler(CompleteTransferCommand)
@Answers(TransferCompletedEvent)
export class CompleteTransferHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data, meta }: CompleteTransferCommand): TransferCompletedEvent {
    const { fromAccountId, toAccountId, requested, debited, credited } = data;
    const { conversions } = this.flows.of<ConvertedTransfer>(meta);

    return new TransferCompletedEvent(
      { fromAccountId, toAccountId, requested, debited, credited, conversions },
      meta,
    );
  }
}
