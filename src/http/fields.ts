import { z } from 'zod';
import { instantOf } from '../kernel/clock';
import { isId, patternOfIds, type IdOf, type IdPrefix } from '../kernel/ids';
import { MOST_METADATA } from '../kernel/metadata';
import { CURRENCY_CODE, isKnownCurrency, parseAllowance, parseAmount, parseRate } from '../money';
import { NOT_KNOWN } from './known-currencies';
import { isProblemCode, type ProblemCode } from './problems/problem-codes';
import { says } from './validation/says';

/** For the docs: what a value that does not fit is answered. The document itself does not show it. */
const answeredBy = (...codes: readonly ProblemCode[]) => ({ 'x-refuses': codes });

const PLAIN_AMOUNT = '^(0|[1-9][0-9]{0,29})(\\.[0-9]{1,18})?$';

/** An amount without its currency: what it must be is known only beside one. See `withMoney`. */
export const amountText = z
  .string({ error: says('invalid-amount', 'An amount is a decimal string, such as "100.00".') })
  .describe('A decimal string in major units, plain notation.')
  .meta({
    pattern: PLAIN_AMOUNT,
    examples: ['100.00'],
    ...answeredBy('invalid-amount', 'amount-precision', 'amount-out-of-range'),
  });

/**
 * The code of a currency that is known now, in upper case, to whomever. That it is the tenant's to
 * use is asked where the tenant is known: see `KnownCurrencies`.
 */
export const currencyCode = z
  .string({ error: says('unknown-currency', 'A currency is a code such as "EUR".') })
  .refine(isKnownCurrency, {
    error: says('unknown-currency', NOT_KNOWN),
    abort: true,
  })
  .describe('The code of a currency, in upper case.')
  .meta({ pattern: CURRENCY_CODE, examples: ['EUR'], ...answeredBy('unknown-currency') });

/** An amount and its currency, as two fields of one body. Use them through `withMoney`. */
const moneyFields = { amount: amountText, currency: currencyCode };

/** The part of zod's context that a check of ours needs. */
interface Findings {
  addIssue(issue: { code: 'custom'; path: string[]; message: string }): void;
}

const tell = (
  findings: Findings,
  path: readonly string[],
  parsed: { readonly kind: string; readonly code?: string; readonly detail?: string },
): void => {
  if (parsed.kind === 'parsed') return;
  const code = isProblemCode(parsed.code ?? '')
    ? (parsed.code as 'invalid-amount')
    : 'invalid-field';
  findings.addIssue({ code: 'custom', path: [...path], message: says(code, parsed.detail ?? '') });
};

/** Checks an amount against the currency beside it: more than zero, and not more decimals. */
const amountFitsCurrency = (
  { amount, currency }: { readonly amount: string; readonly currency: string },
  findings: Findings,
): void => tell(findings, ['amount'], parseAmount(amount, currency));

/** A strict body with `amount` and `currency` after the given fields, checked against each other. */
export const withMoney = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject({ ...shape, ...moneyFields }).superRefine((body, findings) => {
    amountFitsCurrency(body as unknown as { amount: string; currency: string }, findings);
  });

/** A strict body with an `amount` of the currency that it names as `from`. */
export const quotedAmount = <S extends z.ZodRawShape & { from: z.ZodString }>(shape: S) =>
  z.strictObject({ ...shape, amount: amountText }).superRefine((body, findings) => {
    const { amount, from } = body as unknown as { amount: string; from: string };
    amountFitsCurrency({ amount, currency: from }, findings);
  });

/** Reports an allowance (a limit, an overdraft; zero is one) that does not fit its currency. */
export const allowanceFits = (
  amount: unknown,
  currency: string,
  path: readonly string[],
  findings: Findings,
): void => tell(findings, path, parseAllowance(amount, currency));

/** A rate: a decimal string, more than zero, at most 18 significant digits; canonical afterwards. */
export const rateText = z
  .string({ error: 'A rate is a decimal string, such as "1.0842".' })
  .describe('Units of the quote currency for 1 of the base: at most 18 significant digits.')
  .meta({ pattern: '^(0|[1-9][0-9]*)(\\.[0-9]+)?$', maxLength: 100, examples: ['0.92'] })
  .transform((text, findings) => {
    const parsed = parseRate(text);
    if (parsed.kind === 'parsed') return parsed.rate;
    findings.addIssue({ code: 'custom', message: says(parsed.code, parsed.detail) });
    return z.NEVER;
  });

/**
 * An id under one of these prefixes. One that is not well-formed is nobody's id, and is answered
 * as such: 404, in a path as in a body.
 */
export const idText = <P extends IdPrefix>(...prefixes: readonly [P, ...P[]]) =>
  z
    .string({ error: 'An id is a string.' })
    .refine((text) => prefixes.some((prefix) => isId(prefix, text)), {
      error: says('not-found', 'There is nothing with this id.'),
    })
    .meta({
      pattern: patternOfIds(prefixes),
      examples: [exampleId(prefixes[0])],
      ...answeredBy('not-found'),
    })
    .transform((text) => text as IdOf<P>);

/** The id that the docs show for a thing of this kind. */
export const exampleId = (prefix: IdPrefix, which = 1): string =>
  `${prefix}_0192f0c1-2345-7abc-8def-00000000000${String(which)}`;

export const accountId = idText('acc');
export const quoteId = idText('quo');
/** The id of a deposit, a withdrawal or a transfer. */
export const flowId = idText('dep', 'wdr', 'trf');

const CONTROL = /\p{Cc}/u;

/** A line of text for people: 1 to 200 characters, no control characters. */
export const lineOfText = z
  .string()
  .min(1, 'It must not be empty.')
  .max(200, 'It may have 200 characters.')
  .refine((text) => !CONTROL.test(text), 'It must not contain control characters.');

const metadataKey = z
  .string()
  .min(1, 'A key must not be empty.')
  .max(40, 'A key may have 40 characters.');
const metadataValue = z
  .string({ error: 'A value is a string.' })
  .max(500, 'A value may have 500 characters.');

const TOO_MUCH_METADATA = `There may be ${MOST_METADATA} keys.`;

/** The caller's own notes: up to 50 keys of 1 to 40 characters, each with up to 500 of text. */
export const metadata = z
  .record(metadataKey, metadataValue)
  .refine((entries) => Object.keys(entries).length <= MOST_METADATA, {
    error: TOO_MUCH_METADATA,
  })
  .meta({ maxProperties: MOST_METADATA });

/** A merge patch of metadata: null takes a key away. How many there are is known only after it. */
export const metadataChange = z.record(metadataKey, metadataValue.nullable());

/** A parameter is text, and is described as the number or the boolean that it reads as. */
export const asNumber = { type: 'integer', pattern: undefined } as const;
const asBoolean = { type: 'boolean', enum: undefined } as const;

const LIMIT = /^(?:[1-9][0-9]?|100)$/;
const pageSize = z
  .string()
  .regex(LIMIT, 'It must be a whole number from 1 to 100.')
  .describe('How many items a page has.')
  .meta({ ...asNumber, minimum: 1, maximum: 100, examples: [10] });

/** How many items a page has: 1 to 100, 20 when nothing is said. */
const pageLimit = pageSize
  .meta({ default: 20 })
  .optional()
  .transform((text) => (text === undefined ? 20 : Number(text)));

const noCursor = says('invalid-cursor', 'The cursor does not belong to this list.');
const cursor = z
  .string({ error: noCursor })
  .max(2_000, noCursor)
  .describe('`nextCursor` of the page before.')
  .meta(answeredBy('invalid-cursor'))
  .optional();

/** The parameters of every list, to be spread into the strict schema of a query. */
export const pageFields = { limit: pageLimit, cursor };

/** `true` or `false` in a query; false when it is not given. */
export const flag = z
  .enum(['true', 'false'])
  .meta({ ...asBoolean, default: false })
  .optional()
  .transform((text) => text === 'true');

/** A moment in ISO 8601 with its offset, as our own UTC with milliseconds afterwards. */
export const instantText = z.iso
  .datetime({ offset: true, error: 'It must be a time such as 2026-11-21T09:30:00.000Z.' })
  .meta({ pattern: undefined, examples: ['2026-11-21T09:30:00.000Z'] })
  .transform((text) => instantOf(Date.parse(text)));
