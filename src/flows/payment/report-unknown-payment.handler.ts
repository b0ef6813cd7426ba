import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { PaymentAnomalyEvent, ReportUnknownPaymentCommand } from './payment.messages';

@CommandHandler(ReportUnknownPaymentCommand)
@Answers(PaymentAnomalyEvent)
export class ReportUnknownPaymentHandler {
  execute({ data, meta }: ReportUnknownPaymentCommand): PaymentAnomalyEvent {
    return new PaymentAnomalyEvent(
      {
        reason: 'unknown-payment',
        provider: data.provider,
        paymentId: data.paymentId,
        flowId: null,
        detail: 'The provider speaks of a payment that was never ordered.',
      },
      meta,
    );
  }
}
