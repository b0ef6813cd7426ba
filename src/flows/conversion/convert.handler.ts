import { CommandHandler } from '@nestjs/cqrs';
import { Answers, Refuses } from '../../kernel/answers';
import type { Meta } from '../../kernel/message';
import { allOf, match } from '../../kernel/outcome';
import { judge, type Refused, type RuleRow } from '../../kernel/rules';
import { convert, type Money } from '../../money';
import type { Rate } from '../../rates/rate';
import { pairMustHaveRate, rateMustBeFresh } from '../../rates/rate.rules';
import { Rates } from '../../rates/rates.port';
import {
  ConversionDoneEvent,
  ConversionFailedEvent,
  ConvertCommand,
  type ConversionTarget,
  type Converted,
} from './conversion.messages';
import { conversionRules, roundingOf } from './conversion.rules';

type TargetOutcome =
  | { readonly kind: 'done'; readonly value: Converted }
  | { readonly kind: 'refused'; readonly refusal: Refused };

const refused = ({ reason }: RuleRow, detail: string): TargetOutcome => ({
  kind: 'refused',
  refusal: { code: reason, detail },
});

@CommandHandler(ConvertCommand)
@Answers(ConversionDoneEvent, ConversionFailedEvent)
@Refuses(pairMustHaveRate, rateMustBeFresh, conversionRules)
export class ConvertHandler {
  constructor(private readonly rates: Rates) {}

  execute({
    data: { from, targets },
    meta,
  }: ConvertCommand): ConversionDoneEvent | ConversionFailedEvent {
    const outcomes = targets.map((target) => this.convertInto(target, from, meta));

    return match(allOf(outcomes), {
      done: ({ values }) => new ConversionDoneEvent({ from, results: values }, meta),
      refused: ({ refusal }) => new ConversionFailedEvent({ from, refusal }, meta),
    });
  }

  private convertInto(target: ConversionTarget, from: Money, meta: Meta): TargetOutcome {
    return match(this.rates.between(meta.tenantId, from.currency, target.currency, meta.at), {
      found: ({ rate }) => convertAt(rate, from, target),
      unsupported: () =>
        refused(pairMustHaveRate, `No rate is known from ${from.currency} to ${target.currency}.`),
      'too-old': () =>
        refused(
          rateMustBeFresh,
          `The rate from ${from.currency} to ${target.currency} is too old.`,
        ),
    });
  }
}

function convertAt(rate: Rate, from: Money, { side, currency }: ConversionTarget): TargetOutcome {
  const rounding = roundingOf[side];
  const { exact, rounded: amount, remainder } = convert(from, rate.value, currency, rounding);

  return match(judge(conversionRules, { amount }), {
    accepted: () => ({
      kind: 'done' as const,
      value: { side, amount, rate, exact, remainder, rounding },
    }),
    refused: ({ refusal }) => ({ kind: 'refused' as const, refusal }),
  });
}
