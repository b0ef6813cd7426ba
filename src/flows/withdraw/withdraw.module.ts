import { Module } from '@nestjs/common';
import { CompleteWithdrawHandler } from './complete-withdraw.handler';
import { WithdrawSaga } from './withdraw.flow';
import { FailWithdrawHandler } from './fail-withdraw.handler';
import { RecordWithdrawConversionHandler } from './record-withdraw-conversion.handler';
import { RejectWithdrawHandler } from './reject-withdraw.handler';
import { RequestWithdrawHandler } from './request-withdraw.handler';
import { ValidateWithdrawHandler } from './validate-withdraw.handler';

/** Money goes out. */
@Module({
  providers: [
    CompleteWithdrawHandler,
    WithdrawSaga,
    FailWithdrawHandler,
    RecordWithdrawConversionHandler,
    RejectWithdrawHandler,
    RequestWithdrawHandler,
    ValidateWithdrawHandler,
  ],
})
export class WithdrawModule {}
