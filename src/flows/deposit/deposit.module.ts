import { Module } from '@nestjs/common';
import { CompleteDepositHandler } from './complete-deposit.handler';
import { DepositSaga } from './deposit.flow';
import { FailDepositHandler } from './fail-deposit.handler';
import { RecordDepositConversionHandler } from './record-deposit-conversion.handler';
import { RejectDepositHandler } from './reject-deposit.handler';
import { RequestDepositHandler } from './request-deposit.handler';
import { ValidateDepositHandler } from './validate-deposit.handler';

/** Money comes in. */
@Module({
  providers: [
    CompleteDepositHandler,
    DepositSaga,
    FailDepositHandler,
    RecordDepositConversionHandler,
    RejectDepositHandler,
    RequestDepositHandler,
    ValidateDepositHandler,
  ],
})
export class DepositModule {}
