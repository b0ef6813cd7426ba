import { UnknownCurrencyError } from './errors';
import { parseAllowance, parseAmount, parseRate } from './parse';

/** Refused in the same way as an amount, as an allowance and as a rate. */
const noDecimals: readonly (readonly [string, unknown])[] = [
  ['not a number', 'NaN'],
  ['infinity', 'Infinity'],
  ['negative infinity', '-Infinity'],
  ['an exponent', '1e3'],
  ['a huge exponent', '1e400'],
  ['a negative exponent', '1e-3'],
  ['a capital exponent', '1E3'],
  ['minus zero', '-0'],
  ['a minus', '-5'],
  ['a plus', '+5'],
  ['a typographic minus', '\u22125'],
  ['a JSON number', 100],
  ['a JSON fraction', 0.1],
  ['NaN itself', Number.NaN],
  ['a bigint', 100n],
  ['a thousands separator', '1,000'],
  ['a decimal comma', '1,00'],
  ['an underscore', '1_000'],
  ['an apostrophe', "1'000"],
  ['hex', '0x10'],
  ['binary', '0b1'],
  ['octal', '0o7'],
  ['a leading zero', '010'],
  ['two leading zeros', '00'],
  ['a leading zero before the point', '00.5'],
  ['no digit before the point', '.5'],
  ['no digit behind the point', '5.'],
  ['a point alone', '.'],
  ['two points', '1.0.0'],
  ['a space in front', ' 5'],
  ['a space behind', '5 '],
  ['a space within', '1 000'],
  ['a no-break space', '1\u00a0000'],
  ['a newline behind', '5\n'],
  ['a tab', '\t5'],
  ['a NUL', '5\u0000'],
  ['a byte order mark', '\ufeff5'],
  ['Arabic digits', '\u0665\u0660'],
  ['an Arabic digit behind the point', '1.\u0665'],
  ['full-width digits', '\uff15\uff10'],
  ['a full-width point', '5\uff0e0'],
  ['a superscript', '5\u00b2'],
  ['a fraction', '\u00bd'],
  ['a lone surrogate', '5\ud800'],
  ['a currency sign', '$5'],
  ['a currency code', '5 USD'],
  ['a percent sign', '5%'],
  ['words', 'five'],
  ['nothing', ''],
  ['null', null],
  ['undefined', undefined],
  ['true', true],
  ['a list', [10]],
  ['a list of text', ['10']],
  ['an object', {}],
  ['an object that reads as a number', { toString: () => '10', valueOf: () => 10 }],
  ['a boxed string', Object('10')],
  ['money', { amount: '10.00', currency: 'USD' }],
];

describe('parseAmount', () => {
  it.each([
    ['100', 'USD', '100.00'],
    ['100.0', 'USD', '100.00'],
    ['100.00', 'USD', '100.00'],
    ['0.01', 'USD', '0.01'],
    ['0.5', 'USD', '0.50'],
    ['10005', 'JPY', '10005'],
    ['12.345', 'KWD', '12.345'],
    ['1.5', 'CLF', '1.5000'],
    ['0.00000008', 'BTC', '0.00000008'],
    ['1234.567890123456789012', 'ETH', '1234.567890123456789012'],
    ['9007199254740993', 'USD', '9007199254740993.00'],
    ['9'.repeat(30), 'JPY', '9'.repeat(30)],
    [`${'9'.repeat(30)}.${'9'.repeat(18)}`, 'ETH', `${'9'.repeat(30)}.${'9'.repeat(18)}`],
  ])('reads %s %s as %s', (text, currency, amount) => {
    expect(parseAmount(text, currency)).toEqual({ kind: 'parsed', money: { amount, currency } });
  });

  it.each(noDecimals)('refuses %s: invalid-amount', (_, text) => {
    expect(parseAmount(text, 'USD')).toMatchObject({ kind: 'refused', code: 'invalid-amount' });
  });

  it.each([
    ['0', 'USD'],
    ['0.0', 'USD'],
    ['0.00', 'USD'],
    ['0', 'JPY'],
    ['0.000000000000000000', 'ETH'],
  ])('refuses zero, %s %s: invalid-amount', (text, currency) => {
    expect(parseAmount(text, currency)).toMatchObject({
      kind: 'refused',
      code: 'invalid-amount',
    });
  });

  it.each([
    ['1.001', 'USD'],
    ['1.000', 'USD'],
    ['0.000', 'USD'],
    ['1.5', 'JPY'],
    ['1.0', 'JPY'],
    ['1.2345', 'KWD'],
    ['0.000000001', 'BTC'],
    ['0.0000000000000000001', 'ETH'],
    [`0.${'0'.repeat(60_000)}1`, 'USD'],
  ])('refuses more decimals than the currency has, even zeros: amount-precision', (text, code) => {
    expect(parseAmount(text, code)).toMatchObject({ kind: 'refused', code: 'amount-precision' });
  });

  it.each([
    ['31 digits', '1'.repeat(31)],
    ['40 digits', '1'.repeat(40)],
    ['31 digits and too many decimals', `${'1'.repeat(31)}.123`],
    ['as many digits as a body holds', '9'.repeat(60_000)],
  ])('refuses %s before the point: amount-out-of-range', (_, text) => {
    expect(parseAmount(text, 'USD')).toMatchObject({
      kind: 'refused',
      code: 'amount-out-of-range',
    });
  });

  it('says what it wants and never what it got', () => {
    const details = ['31415926e3', '3141.5926', '3'.repeat(31), '0.00'].map((text) => {
      const parsed = parseAmount(text, 'USD');
      return parsed.kind === 'refused' ? parsed.detail : 'parsed';
    });
    expect(details).toEqual([
      'An amount is a string in plain decimal notation, such as "100.00": digits and at most one ' +
        'point, without sign, exponent, spaces, separators or leading zeros.',
      'An amount in USD has at most 2 decimals.',
      'An amount has at most 30 digits before the point.',
      'The amount must be greater than zero.',
    ]);
  });

  it('throws on a currency that was not asked for first', () => {
    expect(() => parseAmount('1', 'usd')).toThrow(UnknownCurrencyError);
    expect(() => parseAmount('rubbish', 'usd')).toThrow(UnknownCurrencyError);
  });
});

describe('parseAllowance', () => {
  it.each([
    ['0', 'USD', '0.00'],
    ['0.0', 'USD', '0.00'],
    ['0', 'JPY', '0'],
    ['92.5', 'EUR', '92.50'],
  ])('reads %s %s as %s', (text, currency, amount) => {
    expect(parseAllowance(text, currency)).toEqual({
      kind: 'parsed',
      money: { amount, currency },
    });
  });

  it.each(noDecimals)('refuses %s: invalid-amount', (_, text) => {
    expect(parseAllowance(text, 'USD')).toMatchObject({ kind: 'refused', code: 'invalid-amount' });
  });

  it('refuses what is too fine or too long as an amount does', () => {
    expect(parseAllowance('0.000', 'USD')).toMatchObject({ code: 'amount-precision' });
    expect(parseAllowance('1'.repeat(31), 'USD')).toMatchObject({ code: 'amount-out-of-range' });
  });
});

describe('parseRate', () => {
  it.each([
    ['1', '1'],
    ['1.0', '1'],
    ['1.1000', '1.1'],
    ['0.0066613', '0.0066613'],
    ['1534.275', '1534.275'],
    ['123456789012345678', '123456789012345678'],
    ['0.000000123456789012345678', '0.000000123456789012345678'],
    ['1.000000000000000000000000', '1'],
    ['1000000000000000000', '1000000000000000000'],
    ['0.000000000000000001', '0.000000000000000001'],
    ['0.00000000000000000123456789012345678', '0.00000000000000000123456789012345678'],
  ])('reads %s as %s', (text, rate) => {
    expect(parseRate(text)).toEqual({ kind: 'parsed', rate });
  });

  it.each<readonly [string, unknown]>([
    ...noDecimals,
    ['zero', '0'],
    ['a long zero', '0.000'],
    ['19 significant digits', '1.234567890123456789'],
    ['19 significant digits and no point', '1234567890123456789'],
    ['a rate over 10^18', '1000000000000000001'],
    ['a much greater rate', '10000000000000000000'],
    ['a rate under 10^-18', '0.0000000000000000009'],
    ['a rate that goes on and on', `1.${'0'.repeat(60_000)}`],
  ])('refuses %s: invalid-field', (_, text) => {
    expect(parseRate(text)).toMatchObject({ kind: 'refused', code: 'invalid-field' });
  });

  it('says of zero that it is not greater than zero', () => {
    expect(parseRate('0.0')).toMatchObject({
      detail: expect.stringContaining('greater than zero'),
    });
  });

  it('never repeats what it got', () => {
    const rubbish = ['271828e3', '2.71828182845904523536', '2'.repeat(50), '2'.repeat(200)];
    const answers = rubbish.map((text) => JSON.stringify(parseRate(text)));
    expect(answers.filter((answer) => /2718|22/.test(answer))).toEqual([]);
  });
});
