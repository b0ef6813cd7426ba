import type { Message } from '../../kernel/message';
import { match } from '../../kernel/outcome';
import type { Performed } from '../../kernel/task';
import type {
  PaymentNews,
  PaymentOrder,
  PaymentProvider,
  ProviderAnswer,
  Providers,
} from '../../providers/provider.port';
import {
  RecordPaymentNewsCommand,
  type InitiatedPayment,
  type PaymentReport,
} from './payment.messages';

type PaymentTask = Message<string, InitiatedPayment>;

export const tryLater = (detail: string): Performed => ({ kind: 'try-later', detail });

/** The order as every attempt sends it: the payment's own id is the provider's key. */
const orderOf = ({ data, meta }: PaymentTask): PaymentOrder => ({
  tenantId: meta.tenantId,
  paymentId: data.paymentId,
  key: data.paymentId,
  direction: data.direction,
  amount: data.amount,
  method: data.method,
});

/** Calls the provider that the payment names; one that is not configured now may be later. */
export const askProvider = async (
  providers: Providers,
  task: PaymentTask,
  call: (provider: PaymentProvider, order: PaymentOrder) => Promise<Performed>,
): Promise<Performed> =>
  match(providers.named(task.data.provider), {
    missing: () => Promise.resolve(tryLater(`No provider ${task.data.provider} is configured.`)),
    found: ({ provider }) => call(provider, orderOf(task)),
  });

/** The news as a message to the payment's flow. */
export const told = (news: PaymentReport['news'], { data, meta }: PaymentTask): Performed => ({
  kind: 'answered',
  command: new RecordPaymentNewsCommand(
    { paymentId: data.paymentId, provider: data.provider, news, claimed: data.amount },
    meta,
  ),
});

/** What an answer may leave open; each performer says what then. */
interface Open {
  /** The provider never saw the order. */
  readonly 'not-found': () => Promise<Performed>;
  /** The answer was lost: the payment may have happened or not. */
  readonly lost: (news: Extract<PaymentNews, { kind: 'unknown' }>) => Performed;
}

/** Turns a provider's answer into what the outbox does next. */
export const heard = async (
  task: PaymentTask,
  answer: ProviderAnswer,
  open: Open,
): Promise<Performed> => {
  const definite = (news: PaymentNews) => told(news, task);

  return match(answer, {
    news: ({ news }) =>
      Promise.resolve(
        match(news, {
          processing: definite,
          succeeded: definite,
          failed: definite,
          unknown: open.lost,
        }),
      ),
    'try-later': ({ detail }) => Promise.resolve(tryLater(detail)),
    'not-found': open['not-found'],
  });
};
