import 'reflect-metadata';
import { Clock } from '../../kernel/clock';
import type { PaymentId, TenantId } from '../../kernel/ids';
import type { Meta } from '../../kernel/message';
import type { Performed } from '../../kernel/task';
import { moneyOf } from '../../money';
import {
  PaymentProvider,
  Providers,
  type FoundProvider,
  type PaymentNews,
  type PaymentOrder,
  type ProviderAnswer,
  type WebhookNotice,
  type WebhookReading,
} from '../../providers/provider.port';
import { Questions } from '../../providers/questions.port';
import { AskAfterPaymentPerformer } from './ask-after-payment.performer';
import { AskAtDeadlinePerformer } from './ask-at-deadline.performer';
import { AskUntilDeadlinePerformer } from './ask-until-deadline.performer';
import { PaymentDeadline } from './payment-deadline.port';
import {
  AskAfterPaymentTask,
  AskAtDeadlineTask,
  AskUntilDeadlineTask,
  RecordPaymentNewsCommand,
  SubmitPaymentTask,
} from './payment.messages';
import { SubmitPaymentPerformer } from './submit-payment.performer';

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'withdraw', id: 'wdr_1' },
  causationId: 'evt_1',
  at: '2026-11-21T10:00:00.000Z',
};
const payment = {
  paymentId: 'pay_1' as PaymentId,
  provider: 'stub',
  direction: 'out',
  amount: moneyOf('100', 'USD'),
  method: 'card',
} as const;

/** Answers as it is told, and remembers what it was asked. */
class StubProvider extends PaymentProvider {
  readonly name = 'stub';
  readonly webhookHeaders = [];
  readonly asked: (readonly [string, PaymentOrder])[] = [];

  constructor(private readonly answers: Partial<Record<'submit' | 'find', ProviderAnswer>>) {
    super();
  }
  accepts(): boolean {
    return true;
  }
  submit(order: PaymentOrder): Promise<ProviderAnswer> {
    return this.answer('submit', order);
  }
  find(order: PaymentOrder): Promise<ProviderAnswer> {
    return this.answer('find', order);
  }
  readWebhook(): WebhookReading {
    return { kind: 'forged', detail: '' };
  }
  readProved(): WebhookNotice['about'] {
    return { kind: 'nothing-we-know' };
  }
  private answer(question: 'submit' | 'find', order: PaymentOrder): Promise<ProviderAnswer> {
    this.asked.push([question, order]);
    const answer = this.answers[question];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error(`Not to be asked.`));
  }
}
class PlainQuestions extends Questions {
  ask(_provider: string, question: () => Promise<Performed>): Promise<Performed> {
    return question();
  }
}
class OneProvider extends Providers {
  constructor(private readonly provider: PaymentProvider) {
    super();
  }
  accepting(): FoundProvider {
    return { kind: 'found', provider: this.provider };
  }
  named(name: string): FoundProvider {
    return name === this.provider.name
      ? { kind: 'found', provider: this.provider }
      : { kind: 'missing' };
  }
}

const news = (told: PaymentNews): ProviderAnswer => ({ kind: 'news', news: told });
const succeeded: PaymentNews = { kind: 'succeeded', providerReference: 'ref' };
const processing: PaymentNews = { kind: 'processing', providerReference: 'ref' };
const declined: PaymentNews = { kind: 'failed', providerReference: 'ref', reason: 'declined' };
const lost: PaymentNews = { kind: 'unknown', detail: 'The answer was lost.' };
const busy: ProviderAnswer = { kind: 'try-later', detail: 'It is busy.' };
const notFound: ProviderAnswer = { kind: 'not-found' };

const answered = (told: PaymentNews) => ({
  kind: 'answered',
  command: new RecordPaymentNewsCommand(
    { paymentId: payment.paymentId, provider: 'stub', news: told, claimed: payment.amount },
    meta,
  ),
});

const submit = async (answers: ConstructorParameters<typeof StubProvider>[0], named = 'stub') => {
  const provider = new StubProvider(answers);
  const performed = await new SubmitPaymentPerformer(new OneProvider(provider)).perform(
    new SubmitPaymentTask({ ...payment, provider: named }, meta),
  );
  return { performed, asked: provider.asked };
};
const askAfter = async (answers: ConstructorParameters<typeof StubProvider>[0]) => {
  const provider = new StubProvider(answers);
  const performed = await new AskAfterPaymentPerformer(
    new OneProvider(provider),
    new PlainQuestions(),
  ).perform(new AskAfterPaymentTask(payment, meta));
  return { performed, asked: provider.asked.map(([question]) => question) };
};

const DEADLINE = 3_600_000;
const clock = new (class extends Clock {
  at = 0;
  override millis(): number {
    return this.at;
  }
})();
const untilDeadline = (
  provider: PaymentProvider,
  milliseconds = DEADLINE,
  questions: Questions = new PlainQuestions(),
) =>
  new AskUntilDeadlinePerformer(
    new OneProvider(provider),
    questions,
    new PaymentDeadline(milliseconds),
    clock,
  );

describe('ordering a payment', () => {
  it('sends the frozen order, under the payment’s own id on every attempt', async () => {
    const { asked } = await submit({ submit: news(succeeded) });

    expect(asked).toEqual([
      [
        'submit',
        {
          tenantId: meta.tenantId,
          paymentId: 'pay_1',
          key: 'pay_1',
          direction: 'out',
          amount: moneyOf('100', 'USD'),
          method: 'card',
        },
      ],
    ]);
  });

  it.each([succeeded, declined, processing, lost])(
    'tells the flow what it heard: $kind',
    async (told) => {
      expect((await submit({ submit: news(told) })).performed).toEqual(answered(told));
    },
  );

  it('is tried again while the provider has surely not got it', async () => {
    expect((await submit({ submit: busy })).performed).toEqual(busy);
    expect((await submit({ submit: notFound })).performed).toMatchObject({ kind: 'try-later' });
  });

  it('waits for a provider that is not configured now', async () => {
    const { performed, asked } = await submit({ submit: news(succeeded) }, 'nobody');

    expect(performed).toMatchObject({ kind: 'try-later' });
    expect(asked).toEqual([]);
  });
});

describe('asking after a payment whose answer was lost', () => {
  it.each([succeeded, declined, processing])(
    'tells the flow what is definite: $kind',
    async (told) => {
      expect(await askAfter({ find: news(told) })).toEqual({
        performed: answered(told),
        asked: ['find'],
      });
    },
  );

  it('asks again when the answer is lost once more: the question is not answered by that', async () => {
    expect((await askAfter({ find: news(lost) })).performed).toEqual({
      kind: 'try-later',
      detail: 'The answer was lost.',
    });
  });

  it('orders again under the same key when the provider never saw it', async () => {
    expect(await askAfter({ find: notFound, submit: news(succeeded) })).toEqual({
      performed: answered(succeeded),
      asked: ['find', 'submit'],
    });
  });

  it('asks again when that answer is lost too', async () => {
    expect((await askAfter({ find: notFound, submit: news(lost) })).performed).toEqual({
      kind: 'try-later',
      detail: 'The answer was lost.',
    });
  });

  it('asks again when the provider is busy, or still has no record of it', async () => {
    expect((await askAfter({ find: busy })).performed).toEqual(busy);
    expect((await askAfter({ find: notFound, submit: busy })).performed).toEqual(busy);
    expect((await askAfter({ find: notFound, submit: notFound })).performed).toMatchObject({
      kind: 'try-later',
    });
  });
});

describe('asking after a payment that has no end', () => {
  const askAt = async (at: number, answer: ProviderAnswer) => {
    clock.at = at;
    const performer = untilDeadline(new StubProvider({ find: answer }));
    return performer.perform(new AskUntilDeadlineTask({ ...payment, since: meta.at }, meta));
  };
  const since = Date.parse(meta.at);

  it.each([succeeded, declined])('tells an end whenever it hears it: $kind', async (end) => {
    expect(await askAt(since, news(end))).toEqual(answered(end));
    expect(await askAt(since + DEADLINE, news(end))).toEqual(answered(end));
  });

  it('asks nothing while the provider is spared, and reports it overdue all the same', async () => {
    const provider = new StubProvider({ find: news(succeeded) });
    const spared = new (class extends Questions {
      ask(): Promise<Performed> {
        return Promise.resolve({ kind: 'try-later', detail: 'It is spared.' });
      }
    })();
    const performer = untilDeadline(provider, DEADLINE, spared);
    const task = new AskUntilDeadlineTask({ ...payment, since: meta.at }, meta);

    clock.at = since;
    expect(await performer.perform(task)).toEqual({ kind: 'try-later', detail: 'It is spared.' });
    clock.at = since + DEADLINE;
    expect(await performer.perform(task)).toMatchObject({ kind: 'answered' });
    expect(provider.asked).toEqual([]);
  });

  it.each<[string, ProviderAnswer, string]>([
    ['is under way', news(processing), 'The provider is processing it.'],
    ['is lost once more', news(lost), 'The answer was lost.'],
    ['is asked for in vain', busy, 'It is busy.'],
    ['is not found', notFound, 'The provider has no record of it.'],
  ])('waits on for one that %s, and reports it at its deadline', async (_what, answer, detail) => {
    expect(await askAt(since + DEADLINE - 1, answer)).toEqual({ kind: 'try-later', detail });
    expect(await askAt(since + DEADLINE, answer)).toMatchObject({
      kind: 'answered',
      command: { data: { news: { kind: 'overdue', detail } } },
    });
  });

  it('is done after minutes, then every few hours, and a tenth after the deadline at the latest', () => {
    const minutes = 60_000;
    const provider = new StubProvider({});
    expect(untilDeadline(provider, 7 * 24 * 60 * minutes).patience).toEqual({
      firstAfter: 5 * minutes,
      backoff: 10 * minutes,
      longest: 360 * minutes,
    });
    expect(untilDeadline(provider, minutes).patience).toEqual({
      firstAfter: minutes,
      backoff: minutes / 10,
      longest: minutes / 10,
    });
  });

  it('takes what an earlier version left to be asked at the deadline for overdue', async () => {
    clock.at = since;
    const performer = new AskAtDeadlinePerformer(
      untilDeadline(new StubProvider({ find: news(processing) })),
    );
    expect(await performer.perform(new AskAtDeadlineTask(payment, meta))).toMatchObject({
      kind: 'answered',
      command: { data: { news: { kind: 'overdue' } } },
    });
  });
});
