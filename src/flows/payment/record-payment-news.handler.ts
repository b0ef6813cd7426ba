import { CommandHandler } from '@nestjs/cqrs';
import { Answers, NothingNew, Refuses } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import { flowIdOf, onTenantStream } from '../../kernel/message';
import { match } from '../../kernel/outcome';
import { conclusionOf } from './payment.conclusion';
import {
  PaymentAnomalyEvent,
  PaymentCompletedEvent,
  PaymentFailedEvent,
  PaymentOverdueEvent,
  PaymentSubmittedEvent,
  PaymentUnknownEvent,
  RecordPaymentNewsCommand,
} from './payment.messages';
import { detailOf, referenceOf } from './payment.news';
import { reportRules } from './payment.rules';
import { standingOf } from './payment.standing';
import type { PaidFlow } from './payment.state';

type PaymentNewsAnswer =
  | PaymentSubmittedEvent
  | PaymentCompletedEvent
  | PaymentFailedEvent
  | PaymentUnknownEvent
  | PaymentOverdueEvent
  | PaymentAnomalyEvent
  | NothingNew;

@CommandHandler(RecordPaymentNewsCommand)
@Answers(
  PaymentSubmittedEvent,
  PaymentCompletedEvent,
  PaymentFailedEvent,
  PaymentUnknownEvent,
  PaymentOverdueEvent,
  PaymentAnomalyEvent,
  NothingNew,
)
@Refuses(reportRules)
export class RecordPaymentNewsHandler {
  constructor(private readonly flows: Flows) {}

  execute({ data: report, meta }: RecordPaymentNewsCommand): PaymentNewsAnswer {
    const { payment } = this.flows.of<PaidFlow>(meta);
    const { paymentId, provider, direction, amount, method } = payment;
    const detail = detailOf(report.news);

    return match(standingOf(payment, report), {
      'first-sign': ({ news }) =>
        new PaymentSubmittedEvent({ paymentId, news, providerReference: referenceOf(news) }, meta),
      end: ({ news }) => conclusionOf({ paymentId, news }, meta),
      lost: () =>
        new PaymentUnknownEvent({ paymentId, provider, direction, amount, method, detail }, meta),
      overdue: () =>
        new PaymentOverdueEvent({ paymentId, provider, direction, amount, method, detail }, meta),
      'nothing-new': () => new NothingNew(),
      anomaly: (anomaly) =>
        new PaymentAnomalyEvent(
          {
            reason: anomaly.reason,
            provider: report.provider,
            paymentId,
            flowId: flowIdOf(meta),
            detail: anomaly.detail,
          },
          onTenantStream(meta),
        ),
    });
  }
}
