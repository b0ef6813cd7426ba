import { Module } from '@nestjs/common';
import { CompleteTransferHandler } from './complete-transfer.handler';
import { RecordTransferConversionHandler } from './record-transfer-conversion.handler';
import { RejectTransferHandler } from './reject-transfer.handler';
import { RequestTransferHandler } from './request-transfer.handler';
import { TransferSaga } from './transfer.flow';
import { ValidateTransferHandler } from './validate-transfer.handler';

/** Money moves between two accounts. */
@Module({
  providers: [
    CompleteTransferHandler,
    RecordTransferConversionHandler,
    RejectTransferHandler,
    RequestTransferHandler,
    TransferSaga,
    ValidateTransferHandler,
  ],
})
export class TransferModule {}
