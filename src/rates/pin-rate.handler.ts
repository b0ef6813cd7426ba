import { CommandHandler } from '@nestjs/cqrs';
import { Answers, TurnedAway } from '../kernel/answers';
import { inverseOf } from '../money';
import { PinRateCommand, RatePinnedEvent } from './rates.messages';

/** Pins a rate, or puts another in its place; the moment of the request is the rate's own time. */
@CommandHandler(PinRateCommand)
@Answers(RatePinnedEvent, TurnedAway)
export class PinRateHandler {
  execute({ data: { base, quote, value }, meta }: PinRateCommand): RatePinnedEvent | TurnedAway {
    if (base === quote) {
      return new TurnedAway({
        code: 'invalid-field',
        detail: 'A currency is always worth 1 in itself: base and quote must differ.',
      });
    }
    const inverse = inverseOf(value);
    return new RatePinnedEvent({ base, quote, value, inverse, asOf: meta.at }, meta);
  }
}
