import { CommandHandler } from '@nestjs/cqrs';
import { Answers, Refuses } from '../../kernel/answers';
import type { Meta } from '../../kernel/message';
import { allOf, match } from '../../kernel/outcome';
import { judge, type Refused, type RuleRow } from '../../kernel/rules';
import { convert, spreadOf, type Money } from '../../money';
import type { Quote } from '../../rates/quote';
import { quotedRate, quoteRules } from '../../rates/quote.rules';
import { Quotes } from '../../rates/quotes.port';
import type { Rate } from '../../rates/rate';
import { pairMustHaveRate, rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import { clientRate, spreadBetween } from '../../rates/spread.rules';
import { Settings } from '../../tenancy/settings.port';
import { noSuchQuote, quoteMustExist } from '../turned-away';
import {
  ConversionDoneEvent,
  ConversionFailedEvent,
  ConvertCommand,
  type ConversionOrder,
  type ConversionTarget,
  type Converted,
} from './conversion.messages';
import { conversionRules, roundingOf } from './conversion.rules';

type TargetOutcome =
  | { readonly kind: 'done'; readonly value: Converted }
  | { readonly kind: 'refused'; readonly refusal: Refused };

type Ended = ConversionDoneEvent | ConversionFailedEvent;

/** The market's rate, and how much of it the tenant keeps. */
interface Price {
  readonly mid: Rate;
  readonly spreadBasisPoints: number;
}

const refused = ({ reason }: RuleRow, detail: string): TargetOutcome => ({
  kind: 'refused',
  refusal: { code: reason, detail },
});

@CommandHandler(ConvertCommand)
@Answers(ConversionDoneEvent, ConversionFailedEvent)
@Refuses(quoteMustExist, quoteRules, pairMustHaveRate, rateMustBeFresh, conversionRules)
export class ConvertHandler {
  constructor(
    private readonly rates: Rates,
    private readonly quotes: Quotes,
    private readonly settings: Settings,
  ) {}

  execute({ data, meta }: ConvertCommand): Ended {
    return match(this.quotes.named(meta.tenantId, data.quoteId), {
      none: () => this.ended(data, meta, (target) => this.atMarketRate(target, data.from, meta)),
      named: ({ quote }) => this.atQuotedRate(quote, data, meta),
      missing: (): Ended =>
        new ConversionFailedEvent({ from: data.from, refusal: noSuchQuote().refusal }, meta),
    });
  }

  private atQuotedRate(quote: Quote, data: ConversionOrder, meta: Meta): Ended {
    const { from, targets } = data;
    const { spreadBasisPoints } = quote;
    const into = targets.map(({ currency }) => currency);
    const atQuote = (target: ConversionTarget): TargetOutcome =>
      this.at({ mid: quotedRate(quote, target.currency), spreadBasisPoints }, from, target, meta);

    return match(judge(quoteRules, { quote, at: meta.at, from, into }), {
      accepted: () => this.ended(data, meta, atQuote),
      refused: ({ refusal }): Ended => new ConversionFailedEvent({ from, refusal }, meta),
    });
  }

  private ended(
    { from, targets }: ConversionOrder,
    meta: Meta,
    convertInto: (target: ConversionTarget) => TargetOutcome,
  ): Ended {
    return match(allOf(targets.map(convertInto)), {
      done: ({ values }): Ended => new ConversionDoneEvent({ from, results: values }, meta),
      refused: ({ refusal }): Ended => new ConversionFailedEvent({ from, refusal }, meta),
    });
  }

  private atMarketRate(target: ConversionTarget, from: Money, meta: Meta): TargetOutcome {
    const { spreadBasisPoints } = this.settings.of(meta.tenantId);

    return match(this.rates.between(meta.tenantId, from.currency, target.currency, meta.at), {
      found: ({ rate }) => this.at({ mid: rate, spreadBasisPoints }, from, target, meta),
      unsupported: () =>
        refused(pairMustHaveRate, `No rate is known from ${from.currency} to ${target.currency}.`),
      'too-old': () =>
        refused(
          rateMustBeFresh,
          `The rate from ${from.currency} to ${target.currency} is too old.`,
        ),
    });
  }

  private at(price: Price, from: Money, target: ConversionTarget, meta: Meta): TargetOutcome {
    const { mid, spreadBasisPoints } = price;
    const { side, currency } = target;
    const rate = clientRate(mid, spreadBasisPoints, side);
    const basisPoints = spreadBetween(mid, spreadBasisPoints);
    const spread = { basisPoints, amount: spreadOf(from, mid.value, basisPoints) };
    const rounding = roundingOf[this.settings.of(meta.tenantId).rounding][side];
    const { exact, rounded: amount, remainder } = convert(from, rate.value, currency, rounding);

    return match(judge(conversionRules, { amount }), {
      accepted: () => ({
        kind: 'done' as const,
        value: { side, amount, rate, mid: mid.value, spread, exact, remainder, rounding },
      }),
      refused: ({ refusal }) => ({ kind: 'refused' as const, refusal }),
    });
  }
}
