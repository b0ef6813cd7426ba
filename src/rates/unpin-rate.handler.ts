import { CommandHandler } from '@nestjs/cqrs';
import { Answers, TurnedAway } from '../kernel/answers';
import { match } from '../kernel/outcome';
import { PinnedRates } from './pinned-rates.port';
import { RateUnpinnedEvent, UnpinRateCommand } from './rates.messages';

/** Takes a pin back; the pair falls back to what else is known of it. */
@CommandHandler(UnpinRateCommand)
@Answers(RateUnpinnedEvent, TurnedAway)
export class UnpinRateHandler {
  constructor(private readonly pinned: PinnedRates) {}

  execute({ data: { base, quote }, meta }: UnpinRateCommand): RateUnpinnedEvent | TurnedAway {
    return match(this.pinned.find(meta.tenantId, base, quote), {
      found: () => new RateUnpinnedEvent({ base, quote }, meta),
      missing: () =>
        new TurnedAway({ code: 'not-found', detail: 'No rate is pinned for this pair.' }),
    });
  }
}
