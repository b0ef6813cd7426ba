import { z } from 'zod';
import { exampleId } from '../../http/fields';
import { patternOfIds, type IdPrefix } from '../../kernel/ids';
import { CURRENCY_CODE } from '../../money';

/** Of these the views are made: each is the schema of what an answer has, and by that its type. */

export const shownId = (...prefixes: readonly [IdPrefix, ...IdPrefix[]]) =>
  z.string().meta({ pattern: patternOfIds(prefixes), examples: [exampleId(prefixes[0])] });

/** The id of a deposit, a withdrawal or a transfer. */
export const shownFlowId = shownId('dep', 'wdr', 'trf');

/** A moment: UTC, with milliseconds. */
export const shownInstant = z.string().meta({
  format: 'date-time',
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
  examples: ['2026-11-21T09:30:00.000Z'],
});

/** In major units, with as many decimals as the currency has; a balance may be below zero. */
export const shownAmount = z
  .string()
  .meta({ pattern: String.raw`^-?(0|[1-9]\d*)(\.\d+)?$`, examples: ['100.00'] });

/** Exact: with as many decimals as it needs. */
export const shownDecimal = shownAmount.meta({ examples: ['0.0045'] });

export const shownCurrency = z.string().meta({ pattern: CURRENCY_CODE, examples: ['EUR'] });

export const shownMoney = z
  .strictObject({ amount: shownAmount, currency: shownCurrency })
  .readonly()
  .meta({ id: 'Money' });

/** The caller's own notes. */
export const shownMetadata = z.record(z.string(), z.string()).readonly();
