import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { RecordTransferConversionCommand, TransferConversionDoneEvent } from './transfer.messages';
import type { Transfer } from './transfer.state';

@CommandHandler(RecordTransferConversionCommand)
@Answers(TransferConversionDoneEvent)
export class RecordTransferConversionHandler {
  constructor(private readonly flows: Flows) {}

  execute({
    data: { conversions },
    meta,
  }: RecordTransferConversionCommand): TransferConversionDoneEvent {
    const { fromAccountId, toAccountId, requested } = this.flows.of<Transfer>(meta);

    return new TransferConversionDoneEvent(
      {
        fromAccountId,
        toAccountId,
        requested,
        debited: conversions.debit.amount,
        credited: conversions.credit.amount,
        conversions,
      },
      meta,
    );
  }
}
