import { CommandHandler } from '@nestjs/cqrs';
import { Answers, Refuses, TurnedAway } from '../kernel/answers';
import { instantOf, type Instant } from '../kernel/clock';
import { match } from '../kernel/outcome';
import { Settings } from '../tenancy/settings.port';
import { CreateQuoteCommand, QuoteCreatedEvent } from './quotes.messages';
import { pairMustHaveRate, rateMustBeFresh } from './rate.rules';
import { Rates } from './rates.port';

/** How long a quote holds its rate, in milliseconds. */
const HELD_FOR = 300_000;

/** Freezes the market's rate and the tenant's spread of this moment. */
@CommandHandler(CreateQuoteCommand)
@Answers(QuoteCreatedEvent, TurnedAway)
@Refuses(pairMustHaveRate, rateMustBeFresh)
export class CreateQuoteHandler {
  constructor(
    private readonly rates: Rates,
    private readonly settings: Settings,
  ) {}

  execute({ data, meta }: CreateQuoteCommand): QuoteCreatedEvent | TurnedAway {
    const { quoteId, from, to } = data;
    const { spreadBasisPoints } = this.settings.of(meta.tenantId);

    return match(this.rates.between(meta.tenantId, from.currency, to, meta.at), {
      found: ({ rate }): QuoteCreatedEvent | TurnedAway =>
        new QuoteCreatedEvent(
          { quoteId, from, to, rate, spreadBasisPoints, expiresAt: after(meta.at, HELD_FOR) },
          meta,
        ),
      unsupported: () =>
        new TurnedAway({
          code: pairMustHaveRate.reason,
          detail: `No rate is known from ${from.currency} to ${to}.`,
        }),
      'too-old': () =>
        new TurnedAway({
          code: rateMustBeFresh.reason,
          detail: 'The rate that is needed was fetched too long ago to be used.',
        }),
    });
  }
}

const after = (at: Instant, millis: number): Instant => instantOf(Date.parse(at) + millis);
