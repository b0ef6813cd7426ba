import { Injectable } from '@nestjs/common';
import { Performs, type Performed } from '../../kernel/task';
import { Providers } from '../../providers/provider.port';
import { AskAfterPaymentTask } from './payment.messages';
import { askProvider, heard, tryLater } from './provider-call';

const SECONDS = 1_000;
const HOURS = 3_600 * SECONDS;

/** The question is not answered by an answer that was lost: it is asked again. */
const lost = ({ detail }: { readonly detail: string }) => tryLater(detail);

/**
 * Asks what became of a payment whose answer was lost: after seconds, then minutes, then hours.
 * «Not found» is no answer: the order is sent again under the same key until one is definite.
 */
@Injectable()
@Performs(AskAfterPaymentTask, {
  firstAfter: 2 * SECONDS,
  backoff: 4 * SECONDS,
  longest: 6 * HOURS,
})
export class AskAfterPaymentPerformer {
  constructor(private readonly providers: Providers) {}

  async perform(task: AskAfterPaymentTask): Promise<Performed> {
    return askProvider(this.providers, task, async (provider, order) =>
      heard(task, await provider.find(order), {
        'not-found': async () =>
          heard(task, await provider.submit(order), {
            'not-found': () => Promise.resolve(tryLater('The provider has no record of it.')),
            lost,
          }),
        lost,
      }),
    );
  }
}
