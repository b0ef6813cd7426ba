import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew } from '../../kernel/answers';
import { conclusionOf } from './payment.conclusion';
import {
  ConcludePaymentCommand,
  PaymentCompletedEvent,
  PaymentFailedEvent,
} from './payment.messages';

@CommandHandler(ConcludePaymentCommand)
@Answers(PaymentCompletedEvent, PaymentFailedEvent, NothingNew)
export class ConcludePaymentHandler {
  execute({
    data,
    meta,
  }: ConcludePaymentCommand): PaymentCompletedEvent | PaymentFailedEvent | NothingNew {
    return conclusionOf(data, meta);
  }
}
