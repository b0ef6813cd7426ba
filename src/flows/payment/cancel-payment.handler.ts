import { CommandHandler } from '@nestjs/cqrs';
import { Answers, Refuses, TurnedAway } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { OpenTasks } from '../../kernel/open-tasks.port';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import { CancelPaymentCommand, PaymentFailedEvent, SubmitPaymentTask } from './payment.messages';
import { cancelRules } from './payment.rules';
import type { PaidFlow } from './payment.state';

/** Ends a payment that was never ordered: the order that waits is taken back in the same commit. */
@CommandHandler(CancelPaymentCommand)
@Answers(PaymentFailedEvent, TurnedAway)
@Refuses(cancelRules)
export class CancelPaymentHandler {
  constructor(
    private readonly flows: Flows,
    private readonly tasks: OpenTasks,
  ) {}

  execute({ meta }: CancelPaymentCommand): PaymentFailedEvent | TurnedAway {
    const flow = this.flows.of<PaidFlow>(meta);
    const submission = this.tasks.standingOf(meta, SubmitPaymentTask);

    return match(judge(cancelRules, { flow, submission }), {
      accepted: () =>
        new PaymentFailedEvent(
          { paymentId: flow.payment.paymentId, code: 'cancelled', reason: 'cancelled' },
          meta,
        ),
      refused: ({ refusal }) => new TurnedAway(refusal),
    });
  }
}
