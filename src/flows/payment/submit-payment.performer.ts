import { Injectable } from '@nestjs/common';
import { Performs, type Performed } from '../../kernel/task';
import { Providers } from '../../providers/provider.port';
import { SubmitPaymentTask } from './payment.messages';
import { askProvider, heard, told, tryLater } from './provider-call';

/** Orders the payment at the provider, under one key however often it is tried. */
@Injectable()
@Performs(SubmitPaymentTask)
export class SubmitPaymentPerformer {
  constructor(private readonly providers: Providers) {}

  async perform(task: SubmitPaymentTask): Promise<Performed> {
    return askProvider(this.providers, task, async (provider, order) => {
      const answer = await provider.submit(order);
      return heard(task, answer, {
        'not-found': () => Promise.resolve(tryLater('The provider has no record of it.')),
        lost: (news) => told(news, task),
      });
    });
  }
}
