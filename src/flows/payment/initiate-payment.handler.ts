import { CommandHandler } from '@nestjs/cqrs';
import { Answers } from '../../kernel/answers';
import { Ids } from '../../kernel/ids';
import { InitiatePaymentCommand, PaymentInitiatedEvent } from './payment.messages';

@CommandHandler(InitiatePaymentCommand)
@Answers(PaymentInitiatedEvent)
export class InitiatePaymentHandler {
  constructor(private readonly ids: Ids) {}

  execute({ data, meta }: InitiatePaymentCommand): PaymentInitiatedEvent {
    return new PaymentInitiatedEvent(
      {
        paymentId: this.ids.next('pay'),
        provider: data.provider,
        direction: data.direction,
        amount: data.amount,
        method: data.method,
      },
      meta,
    );
  }
}
