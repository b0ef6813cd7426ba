import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import { match } from '../../kernel/outcome';
import { judge } from '../../kernel/rules';
import { Performs, type Patience, type Performed } from '../../kernel/task';
import { Providers, type ProviderAnswer } from '../../providers/provider.port';
import { Questions } from '../../providers/questions.port';
import { PaymentDeadline } from './payment-deadline.port';
import { AskUntilDeadlineTask } from './payment.messages';
import { detailOf } from './payment.news';
import { deadlineRules } from './payment.rules';
import { askProvider, told, tryLater } from './provider-call';

const MINUTES = 60_000;
const HOURS = 60 * MINUTES;

/**
 * Asks what became of a payment that has no end: after minutes, then every few hours, so that an
 * end is learnt though its webhook was lost. An end is told as an end. Whatever else comes back, it
 * is asked about again, and is overdue once its deadline has come.
 */
@Injectable()
@Performs(AskUntilDeadlineTask)
export class AskUntilDeadlinePerformer {
  readonly patience: Patience;

  constructor(
    private readonly providers: Providers,
    private readonly questions: Questions,
    private readonly deadline: PaymentDeadline,
    private readonly clock: Clock,
  ) {
    const { milliseconds } = deadline;
    this.patience = {
      firstAfter: Math.min(5 * MINUTES, milliseconds),
      backoff: Math.min(10 * MINUTES, milliseconds / 10),
      // A report comes late by no more than a tenth of the deadline.
      longest: Math.min(6 * HOURS, milliseconds / 10),
    };
  }

  async perform(task: AskUntilDeadlineTask): Promise<Performed> {
    const asked = await askProvider(this.providers, task, (provider, order) =>
      this.questions.ask(provider.name, async () => endIn(await provider.find(order), task)),
    );

    return match(asked, {
      answered: (end) => end,
      'try-later': ({ detail }) => this.withoutEnd(task, detail),
    });
  }

  private withoutEnd(task: AskUntilDeadlineTask, detail: string): Performed {
    const { deadline } = this;
    const { since } = task.data;

    return match(judge(deadlineRules, { since, now: this.clock.millis(), deadline }), {
      accepted: () => tryLater(detail),
      refused: () => told({ kind: 'overdue', detail }, task),
    });
  }
}

/** The end, where the answer is one. */
const endIn = (answer: ProviderAnswer, task: AskUntilDeadlineTask): Performed =>
  match(answer, {
    news: ({ news }) =>
      match(news, {
        succeeded: (end) => told(end, task),
        failed: (end) => told(end, task),
        processing: (going) => tryLater(detailOf(going)),
        unknown: (lost) => tryLater(detailOf(lost)),
      }),
    'try-later': ({ detail }) => tryLater(detail),
    'not-found': () => tryLater('The provider has no record of it.'),
  });
