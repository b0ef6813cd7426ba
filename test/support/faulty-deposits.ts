import { Injectable, Module } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { filter, map, type Observable } from 'rxjs';
import { DepositRequestedEvent } from '../../src/flows/deposit/deposit.messages';
import type { Message } from '../../src/kernel/message';

/** Whether deposits meet a fault of ours, and so become dead letters. */
export const planted = { throws: false };

@Injectable()
class FaultySaga {
  @Saga()
  readonly faulty = (events$: Observable<Message>): Observable<Message> =>
    events$.pipe(
      filter(({ type }) => planted.throws && type === DepositRequestedEvent.type),
      map(() => {
        throw new Error('planted');
      }),
    );
}

/** For a test's server, beside the application's own modules. */
@Module({ providers: [FaultySaga] })
export class FaultyDepositsModule {}
