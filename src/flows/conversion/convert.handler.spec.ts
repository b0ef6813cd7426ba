import fc from 'fast-check';
import type { TenantId } from '../../kernel/ids';
import type { Meta } from '../../kernel/message';
import { moneyOf, type Money } from '../../money';
import type { Rate } from '../../rates/rate';
import { Quotes, type NamedQuote } from '../../rates/quotes.port';
import { Rates, type RateAnswer } from '../../rates/rates.port';
import { Settings } from '../../tenancy/settings.port';
import { initialSettings, type TenantSettings } from '../../tenancy/tenancy';
import {
  ConversionDoneEvent,
  ConversionFailedEvent,
  ConvertCommand,
  type ConversionTarget,
} from './conversion.messages';
import { ConvertHandler } from './convert.handler';

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'transfer', id: 'trf_1' },
  causationId: 'evt_1',
  at: '2026-11-21T10:00:00.000Z',
};

/** Rates by `USD/EUR`; a currency in itself is worth 1. */
class ListedRates extends Rates {
  constructor(private readonly values: Readonly<Record<string, string>>) {
    super();
  }
  between(_tenantId: TenantId, base: string, quote: string, at: string): RateAnswer {
    if (base === quote) return { kind: 'found', rate: rateOf(base, quote, '1', at) };
    const value = this.values[`${base}/${quote}`];
    if (value === 'too old') return { kind: 'too-old' };
    return value === undefined
      ? { kind: 'unsupported' }
      : { kind: 'found', rate: rateOf(base, quote, value, at) };
  }
}
const rateOf = (base: string, quote: string, value: string, asOf: string): Rate => ({
  base,
  quote,
  value,
  source: base === quote ? 'identity' : 'manual',
  asOf,
});

/** No quote is named in any of these. */
class NoQuotes extends Quotes {
  named(): NamedQuote {
    return { kind: 'none' };
  }
}

class AsTheyBegin extends Settings {
  of(): TenantSettings {
    return initialSettings;
  }
}

const convert = (
  from: Money,
  targets: readonly ConversionTarget[],
  rates: Readonly<Record<string, string>> = {},
) =>
  new ConvertHandler(new ListedRates(rates), new NoQuotes(), new AsTheyBegin()).execute(
    new ConvertCommand({ from, targets, quoteId: null }, meta),
  );

const credit = (currency: string): ConversionTarget => ({ side: 'credit', currency });
const debit = (currency: string): ConversionTarget => ({ side: 'debit', currency });

it('rounds a credit down and a debit up, and keeps what was rounded away', () => {
  const done = convert(moneyOf('12.345', 'KWD'), [debit('USD'), credit('USD')], {
    'KWD/USD': '3.2498',
  });

  expect(done).toEqual(
    new ConversionDoneEvent(
      {
        from: moneyOf('12.345', 'KWD'),
        results: [
          {
            side: 'debit',
            amount: moneyOf('40.12', 'USD'),
            rate: rateOf('KWD', 'USD', '3.2498', meta.at),
            mid: '3.2498',
            spread: { basisPoints: 0, amount: '0' },
            exact: '40.118781',
            remainder: '-0.001219',
            rounding: 'up',
          },
          {
            side: 'credit',
            amount: moneyOf('40.11', 'USD'),
            rate: rateOf('KWD', 'USD', '3.2498', meta.at),
            mid: '3.2498',
            spread: { basisPoints: 0, amount: '0' },
            exact: '40.118781',
            remainder: '0.008781',
            rounding: 'down',
          },
        ],
      },
      meta,
    ),
  );
});

it('never credits more than it debits, in one and the same currency', () => {
  fc.assert(
    fc.property(
      fc.bigInt(1n, 10n ** 24n),
      fc.bigInt(1n, 10n ** 18n - 1n),
      fc.nat(18),
      (minor, mantissa, places) => {
        const digits = mantissa.toString().padStart(places + 1, '0');
        const rate = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
        const from = moneyOf(minor.toString(), 'JPY');
        const done = convert(from, [debit('EUR'), credit('EUR')], { 'JPY/EUR': rate });
        if (done instanceof ConversionFailedEvent) return;
        const [debited, credited] = done.data.results.map(({ amount }) =>
          BigInt(amount.amount.replace('.', '')),
        );
        expect(debited! - credited!).toBeGreaterThanOrEqual(0n);
        expect(debited! - credited!).toBeLessThanOrEqual(1n);
      },
    ),
  );
});

it('is a conversion at rate 1 in the same currency, where nothing is rounded', () => {
  expect(convert(moneyOf('7.10', 'EUR'), [credit('EUR')])).toMatchObject({
    data: {
      results: [{ amount: moneyOf('7.10', 'EUR'), exact: '7.1', remainder: '0' }],
    },
  });
});

describe('is refused', () => {
  const codeOf = (answer: ConversionDoneEvent | ConversionFailedEvent) =>
    answer instanceof ConversionFailedEvent ? answer.data.refusal.code : 'done';

  it('for a pair that nobody knows', () => {
    expect(codeOf(convert(moneyOf('1', 'USD'), [credit('EUR')]))).toBe('unsupported-pair');
  });

  it('for a rate that is too old', () => {
    const old = { 'USD/EUR': 'too old' };
    expect(codeOf(convert(moneyOf('1', 'USD'), [credit('EUR')], old))).toBe('rate-unavailable');
  });

  it('when a credit comes to less than a minor unit; a debit never does', () => {
    const rates = { 'BTC/USD': '68123.45' };
    const eight = moneyOf('0.00000008', 'BTC');

    expect(codeOf(convert(eight, [credit('USD')], rates))).toBe('converted-amount-zero');
    expect(convert(eight, [debit('USD')], rates)).toMatchObject({
      data: { results: [{ amount: moneyOf('0.01', 'USD') }] },
    });
    expect(codeOf(convert(moneyOf('0.00000015', 'BTC'), [credit('USD')], rates))).toBe('done');
  });

  it('as a whole when one of its targets is, for the first reason there is', () => {
    const rates = { 'USD/EUR': '0.92' };
    const dollar = moneyOf('1', 'USD');

    expect(codeOf(convert(dollar, [debit('EUR'), credit('JPY')], rates))).toBe('unsupported-pair');
    expect(codeOf(convert(dollar, [debit('JPY'), credit('EUR')], rates))).toBe('unsupported-pair');
  });
});
