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
import { RecordPaymentNewsCommand, type InitiatedPayment } from './payment.messages';

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

const told = (news: PaymentNews, { data, meta }: PaymentTask): Performed => ({
  kind: 'answered',
  command: new RecordPaymentNewsCommand(
    { paymentId: data.paymentId, provider: data.provider, news, claimed: data.amount },
    meta,
  ),
});

/** Turns a provider's answer into what the outbox does next. */
export const heard = async (
  task: PaymentTask,
  answer: ProviderAnswer,
  otherwise: { readonly 'not-found': () => Promise<Performed> },
): Promise<Performed> =>
  match(answer, {
    news: ({ news }) => Promise.resolve(told(news, task)),
    'try-later': ({ detail }) => Promise.resolve(tryLater(detail)),
    'not-found': otherwise['not-found'],
  });
