import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { PaymentAnomalyEvent, ReportUnreadableWebhookCommand } from './payment.messages';

@CommandHandler(ReportUnreadableWebhookCommand)
@Answers(PaymentAnomalyEvent)
export class ReportUnreadableWebhookHandler {
  execute({ data, meta }: ReportUnreadableWebhookCommand): PaymentAnomalyEvent {
    return new PaymentAnomalyEvent(
      {
        reason: 'unreadable-webhook',
        provider: data.provider,
        paymentId: data.paymentId,
        flowId: null,
        detail: data.detail,
      },
      meta,
    );
  }
}
