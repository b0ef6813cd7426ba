import { Injectable } from '@nestjs/common';
import { Performs, type Performed } from '../../kernel/task';
import { Providers } from '../../providers/provider.port';
import { Questions } from '../../providers/questions.port';
import { AskAfterPaymentTask } from './payment.messages';
import { askProvider, heard, tryLater } from './provider-call';

const SECONDS = 1_000;

/** The question is not answered by an answer that was lost: it is asked again. */
const lost = ({ detail }: { readonly detail: string }) => tryLater(detail);

/**
 * Asks what became of a payment whose answer was lost, for as long as it takes: once the provider
 * answers again, it is asked within the longest pause. «Not found» is no answer: the order is sent
 * again under the same key until one is definite.
 */
@Injectable()
@Performs(AskAfterPaymentTask, {
  firstAfter: 2 * SECONDS,
  backoff: 4 * SECONDS,
  longest: 20 * SECONDS,
})
export class AskAfterPaymentPerformer {
  constructor(
    private readonly providers: Providers,
    private readonly questions: Questions,
  ) {}

  async perform(task: AskAfterPaymentTask): Promise<Performed> {
    return askProvider(this.providers, task, (provider, order) =>
      this.questions.ask(provider.name, async () =>
        heard(task, await provider.find(order), {
          'not-found': async () =>
            heard(task, await provider.submit(order), {
              'not-found': () => Promise.resolve(tryLater('The provider has no record of it.')),
              lost,
            }),
          lost,
        }),
      ),
    );
  }
}
