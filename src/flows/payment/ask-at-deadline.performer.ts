import { Injectable } from '@nestjs/common';
import { match } from '../../kernel/outcome';
import { Performs, type Patience, type Performed } from '../../kernel/task';
import { Providers, type ProviderAnswer } from '../../providers/provider.port';
import { PaymentDeadline } from './payment-deadline.port';
import { AskAtDeadlineTask } from './payment.messages';
import { detailOf } from './payment.news';
import { askProvider, told, tryLater } from './provider-call';

/**
 * Asks what became of a payment that has not ended by its deadline. An end is told as an end;
 * whatever else comes back, the payment is overdue, and is asked about again a deadline later.
 */
@Injectable()
@Performs(AskAtDeadlineTask)
export class AskAtDeadlinePerformer {
  readonly patience: Pick<Patience, 'firstAfter'>;

  constructor(
    private readonly providers: Providers,
    deadline: PaymentDeadline,
  ) {
    this.patience = { firstAfter: deadline.milliseconds };
  }

  async perform(task: AskAtDeadlineTask): Promise<Performed> {
    const asked = await askProvider(this.providers, task, async (provider, order) =>
      endIn(await provider.find(order), task),
    );

    return match(asked, {
      answered: (end) => end,
      'try-later': ({ detail }) => told({ kind: 'overdue', detail }, task),
    });
  }
}

/** The end, where the answer is one. */
const endIn = (answer: ProviderAnswer, task: AskAtDeadlineTask): Performed =>
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
