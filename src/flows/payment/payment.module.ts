import { Module } from '@nestjs/common';
import { AskAfterPaymentPerformer } from './ask-after-payment.performer';
import { ConcludePaymentHandler } from './conclude-payment.handler';
import { InitiatePaymentHandler } from './initiate-payment.handler';
import { PaymentSaga } from './payment.flow';
import { RecordPaymentNewsHandler } from './record-payment-news.handler';
import { ReportUnknownPaymentHandler } from './report-unknown-payment.handler';
import { SubmitPaymentPerformer } from './submit-payment.performer';

/** Payments with the outside world, for every flow alike. */
@Module({
  providers: [
    AskAfterPaymentPerformer,
    ConcludePaymentHandler,
    InitiatePaymentHandler,
    PaymentSaga,
    RecordPaymentNewsHandler,
    ReportUnknownPaymentHandler,
    SubmitPaymentPerformer,
  ],
})
export class PaymentModule {}
