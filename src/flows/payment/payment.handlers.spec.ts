import { NothingNew } from '../../kernel/answers';
import { Flows } from '../../kernel/flows.port';
import type { FlowState } from '../../kernel/flow-state';
import type { FlowId, PaymentId, TenantId } from '../../kernel/ids';
import type { Message, Meta } from '../../kernel/message';
import { moneyOf } from '../../money';
import type { PaymentNews } from '../../providers/provider.port';
import { ConcludePaymentHandler } from './conclude-payment.handler';
import {
  ConcludePaymentCommand,
  PaymentAnomalyEvent,
  PaymentCompletedEvent,
  PaymentFailedEvent,
  PaymentInitiatedEvent,
  PaymentSubmittedEvent,
  PaymentUnknownEvent,
  RecordPaymentNewsCommand,
  ReportUnknownPaymentCommand,
  ReportUnreadableWebhookCommand,
} from './payment.messages';
import { paymentProjection, type Payment, type PayingFlow } from './payment.state';
import { RecordPaymentNewsHandler } from './record-payment-news.handler';
import { ReportUnknownPaymentHandler } from './report-unknown-payment.handler';
import { ReportUnreadableWebhookHandler } from './report-unreadable-webhook.handler';

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'withdraw', id: 'wdr_1' },
  causationId: 'tsk_1',
  at: '2026-11-21T10:00:00.000Z',
};
const paymentId = 'pay_1' as PaymentId;
const order = {
  paymentId,
  provider: 'simulator',
  direction: 'out',
  amount: moneyOf('100', 'USD'),
  method: 'sim:manual',
} as const;
const payment: Payment = { ...order, status: 'initiated', providerReference: null };

class OneFlow extends Flows {
  constructor(private readonly flow: PayingFlow) {
    super();
  }
  override of<S extends FlowState>(): S {
    return this.flow as unknown as S;
  }
}

const paying = (more: Partial<Payment> | null): PayingFlow => ({
  tenantId: meta.tenantId,
  id: 'wdr_1' as FlowId,
  kind: 'withdraw',
  status: 'pending',
  accountIds: [],
  paymentId: more && paymentId,
  payment: more && { ...payment, ...more },
  createdAt: meta.at,
  updatedAt: meta.at,
});

const succeeded: PaymentNews = { kind: 'succeeded', providerReference: 'ref' };
const declined: PaymentNews = { kind: 'failed', providerReference: null, reason: 'declined' };
const processing: PaymentNews = { kind: 'processing', providerReference: 'ref' };
const lost: PaymentNews = { kind: 'unknown', detail: 'The answer was lost.' };

describe('news of a payment', () => {
  const record = (news: PaymentNews, more: Partial<Payment> = {}, claimed = order.amount) =>
    new RecordPaymentNewsHandler(new OneFlow(paying(more))).execute(
      new RecordPaymentNewsCommand({ paymentId, provider: 'simulator', news, claimed }, meta),
    );

  it.each([
    ['that it is being processed', processing, 'ref'],
    ['that it succeeded', succeeded, 'ref'],
    ['that it failed', declined, null],
  ])('as a first sign of life says %s, and carries the news on', (_name, news, reference) => {
    expect(record(news)).toEqual(
      new PaymentSubmittedEvent({ paymentId, news, providerReference: reference }, meta),
    );
  });

  it('is that nothing is known, after which it is asked again with the same order', () => {
    expect(record(lost)).toEqual(
      new PaymentUnknownEvent({ ...order, detail: 'The answer was lost.' }, meta),
    );
  });

  it('ends a payment that was submitted', () => {
    const submitted = { status: 'submitted' } as const;

    expect(record(succeeded, submitted)).toEqual(
      new PaymentCompletedEvent({ paymentId, providerReference: 'ref' }, meta),
    );
    expect(record(declined, submitted)).toEqual(
      new PaymentFailedEvent({ paymentId, code: 'payment-failed', reason: 'declined' }, meta),
    );
  });

  it('is no news a second time', () => {
    expect(record(succeeded, { status: 'completed' })).toBeInstanceOf(NothingNew);
    expect(record(processing, { status: 'submitted' })).toBeInstanceOf(NothingNew);
  });

  it('that cannot be true is an anomaly on the tenant’s stream, and names the flow', () => {
    expect(record(declined, { status: 'completed' })).toEqual(
      new PaymentAnomalyEvent(
        {
          reason: 'contradiction',
          provider: 'simulator',
          paymentId,
          flowId: 'wdr_1' as FlowId,
          detail: 'The payment has ended the other way; its end stands.',
        },
        { ...meta, stream: { kind: 'tenant', id: meta.tenantId } },
      ),
    );
  });
});

describe('the conclusion from a first sign of life', () => {
  const conclude = (news: PaymentNews) =>
    new ConcludePaymentHandler().execute(new ConcludePaymentCommand({ paymentId, news }, meta));

  it('is the end where the provider has ended it, and nothing where it has not', () => {
    expect(conclude(succeeded)).toBeInstanceOf(PaymentCompletedEvent);
    expect(conclude(declined)).toBeInstanceOf(PaymentFailedEvent);
    expect(conclude(processing)).toBeInstanceOf(NothingNew);
    expect(conclude(lost)).toBeInstanceOf(NothingNew);
  });
});

it('a payment that was never ordered is an anomaly of no flow', () => {
  const report = new ReportUnknownPaymentCommand({ provider: 'simulator', paymentId }, meta);

  expect(new ReportUnknownPaymentHandler().execute(report).data).toMatchObject({
    reason: 'unknown-payment',
    paymentId,
    flowId: null,
  });
});

it.each([paymentId, null])(
  'a webhook that cannot be read is an anomaly of no flow: %s',
  (named) => {
    const report = new ReportUnreadableWebhookCommand(
      { provider: 'simulator', paymentId: named, detail: 'data.amount' },
      meta,
    );

    expect(new ReportUnreadableWebhookHandler().execute(report)).toEqual(
      new PaymentAnomalyEvent(
        {
          reason: 'unreadable-webhook',
          provider: 'simulator',
          paymentId: named,
          flowId: null,
          detail: 'data.amount',
        },
        meta,
      ),
    );
  },
);

describe('a flow remembers of its payment', () => {
  const after = (before: PayingFlow, event: Message): PayingFlow =>
    paymentProjection.rows.reduce<PayingFlow>(
      (flow, row) =>
        row.kind === 'state' && row.event.type === event.type
          ? (row.next(flow, event) as PayingFlow)
          : flow,
      before,
    );

  it('the order, when it is initiated', () => {
    expect(after(paying(null), new PaymentInitiatedEvent(order, meta))).toMatchObject({
      paymentId,
      payment,
    });
  });

  it.each<[string, Message, Partial<Payment>]>([
    [
      'that nothing is known',
      new PaymentUnknownEvent({ ...order, detail: '' }, meta),
      { status: 'unknown', providerReference: null },
    ],
    [
      'that the provider has it',
      new PaymentSubmittedEvent({ paymentId, news: processing, providerReference: 'ref' }, meta),
      { status: 'submitted', providerReference: 'ref' },
    ],
    [
      'that it is done',
      new PaymentCompletedEvent({ paymentId, providerReference: 'ref' }, meta),
      { status: 'completed', providerReference: 'ref' },
    ],
    [
      'that it failed',
      new PaymentFailedEvent({ paymentId, code: 'cancelled', reason: '' }, meta),
      { status: 'failed' },
    ],
  ])('%s', (_name, event, change) => {
    expect(after(paying({}), event).payment).toEqual({ ...payment, ...change });
  });
});
