import { Module } from '@nestjs/common';
import { AskAfterPaymentPerformer } from './ask-after-payment.performer';
import { AskAtDeadlinePerformer } from './ask-at-deadline.performer';
import { AskUntilDeadlinePerformer } from './ask-until-deadline.performer';
import { CancelPaymentHandler } from './cancel-payment.handler';
import { ConcludePaymentHandler } from './conclude-payment.handler';
import { InitiatePaymentHandler } from './initiate-payment.handler';
import { PaymentSaga } from './payment.flow';
import { RecordPaymentNewsHandler } from './record-payment-news.handler';
import { ReportUnknownPaymentHandler } from './report-unknown-payment.handler';
import { ReportUnreadableWebhookHandler } from './report-unreadable-webhook.handler';
import { SubmitPaymentPerformer } from './submit-payment.performer';

/** Payments with the outside world, for every flow alike. */
@Module({
  providers: [
    AskAfterPaymentPerformer,
    AskAtDeadlinePerformer,
    AskUntilDeadlinePerformer,
    CancelPaymentHandler,
    ConcludePaymentHandler,
    InitiatePaymentHandler,
    PaymentSaga,
    RecordPaymentNewsHandler,
    ReportUnknownPaymentHandler,
    ReportUnreadableWebhookHandler,
    SubmitPaymentPerformer,
  ],
})
export class PaymentModule {}
