import { ecbDocument } from '../../../test/support/rate-source';
import { learnExponents } from '../../money';
import { readEcb } from './ecb.reader';
import { readJson } from './json.reader';
import type { TableRead } from './rate-table';

const ratesOf = (read: TableRead) =>
  read.kind === 'read'
    ? Object.fromEntries(read.table.rates.map(({ quote, value }) => [quote, value]))
    : read.reason;

describe('the ECB’s document', () => {
  const DAY = '2026-11-20';
  const good = ecbDocument(DAY, { USD: '1.1050', JPY: '156.33' });

  it('is read as it is published, with the digits that it has', () => {
    const read = readEcb(good);
    expect(read).toMatchObject({
      kind: 'read',
      table: {
        asOf: '2026-11-20T15:00:00.000Z',
        rates: [
          { base: 'EUR', quote: 'USD', value: '1.105', source: 'ecb' },
          { base: 'EUR', quote: 'JPY', value: '156.33', inverse: '0.00639672487686304612' },
        ],
      },
    });
    expect(readEcb(`\uFEFF${good}`).kind).toBe('read');
    expect(readEcb(good.replaceAll("'", '"')).kind).toBe('read');
  });

  it('may name currencies that are not known here: they are passed over', () => {
    const read = readEcb(
      ecbDocument(DAY, { USD: '1.1', BGN: '1.9558', __proto__x: '2', XXZ: '3' }),
    );
    expect(ratesOf(read)).toEqual({ USD: '1.1' });
  });

  it.each(['0', '0.0', '-1.1', '+1.1', '1,1', '1e3', 'NaN', 'N/A', '', ' 1.1', '1'.repeat(19)])(
    'with a rate of «%s» is refused as a whole',
    (rate) => {
      expect(ratesOf(readEcb(ecbDocument(DAY, { USD: '1.1', JPY: rate })))).toBe(
        'The rate of JPY is not a positive decimal that can be used.',
      );
      expect(readEcb(ecbDocument(DAY, { USD: '1.1', XXZ: rate })).kind).toBe('refused');
    },
  );

  const hostile: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['a page of HTML', '<!doctype html><html><body>Try later</body></html>'],
    ['a document type', good.replace('<gesmes', '<!DOCTYPE a [<!ENTITY b "c">]><gesmes')],
    ['an entity', good.replace('1.1050', '&one;')],
    ['a comment', good.replace('<Cube>', '<!-- --><Cube>')],
    ['a CDATA section', good.replace('Reference', '<![CDATA[x]]>')],
    ['an unclosed element', good.replace('</gesmes:Envelope>', '')],
    ['elements closed in another order', good.replace('</gesmes:name>', '</gesmes:Sender>')],
    ['a second document', good + good.replace(/<\?xml.*\?>/, '')],
    ['half of it', good.slice(0, good.length / 2)],
    ['an attribute twice', good.replace("currency='USD'", "currency='USD' currency='JPY'")],
    ['a currency twice', good.replace("currency='JPY'", "currency='USD'")],
    ['no currency', good.replace("currency='USD'", '')],
    ['no day', good.replace(`time='${DAY}'`, '')],
    ['a day that never was', good.replace(DAY, '2026-02-30')],
    ['two days', good.replace('</Cube>\n\t</Cube>', `</Cube><Cube time='${DAY}'/></Cube>`)],
    ['no rates', ecbDocument(DAY, {})],
    ['another envelope', good.replaceAll('gesmes:Envelope', 'Envelope')],
    ['endless depth', '<a>'.repeat(50_000)],
    ['endless spaces', `<a${' '.repeat(200_000)}`],
    ['endless attributes', `<a ${'b="c" '.repeat(40_000)}`],
  ];
  it.each(hostile)('with %s is refused, and soon', (_what, text) => {
    const began = performance.now();
    expect(readEcb(text).kind).toBe('refused');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('JSON', () => {
  const of = (rates: string, more: Readonly<Record<string, string>> = {}) => {
    const fields = { base: '"USD"', asOf: '"2026-11-20T12:00:00Z"', rates, ...more };
    return `{${Object.entries(fields)
      .map(([name, value]) => `"${name}": ${value}`)
      .join(', ')}}`;
  };

  it('is read with its numbers as text, digit for digit', () => {
    const read = readJson(of('{"EUR": 0.923456789012345678, "JPY": "149.285", "BTC": 6.5e-5}'));
    expect(ratesOf(read)).toEqual({
      EUR: '0.923456789012345678',
      JPY: '149.285',
      BTC: '0.000065',
    });
    expect(read).toMatchObject({
      table: { asOf: '2026-11-20T12:00:00.000Z', rates: [{ base: 'USD', source: 'http' }, {}, {}] },
    });
  });

  it.each([
    ['1.5e2', '150'],
    ['1.234E+1', '12.34'],
    ['12.5e-1', '1.25'],
    ['0.5e1', '5'],
    ['100', '100'],
  ])('reads %s as %s', (written, value) => {
    expect(ratesOf(readJson(of(`{"JPY": ${written}}`)))).toEqual({ JPY: value });
  });

  it('passes over the base itself and what is not known here', () => {
    expect(ratesOf(readJson(of('{"USD": 1, "XXZ": 2, "constructor": 3, "EUR": 0.9}')))).toEqual({
      EUR: '0.9',
    });
  });

  it('passes over what is no more than some tenant’s own currency', () => {
    learnExponents([{ code: 'GOLD', exponent: 3 }]);
    expect(ratesOf(readJson(of('{"GOLD": 2, "EUR": 0.9}')))).toEqual({ EUR: '0.9' });
  });

  it('takes a day for its first moment', () => {
    expect(readJson(of('{"EUR": 0.9}', { asOf: '"2026-11-20"' }))).toMatchObject({
      table: { asOf: '2026-11-20T00:00:00.000Z' },
    });
  });

  const hostile: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['no object', '[1, 2]'],
    ['a null', 'null'],
    ['half of it', of('{"EUR": 0.9}').slice(0, 30)],
    ['a rate of zero', of('{"EUR": 0}')],
    ['a rate of zero with an exponent', of('{"EUR": 0e5}')],
    ['a negative rate', of('{"EUR": -0.9}')],
    ['a rate that is none', of('{"EUR": null}')],
    ['a rate in a list', of('{"EUR": [0.9]}')],
    ['a number that is none', of('{"EUR": 0x10}')],
    ['leading zeros', of('{"EUR": 010}')],
    ['an enormous exponent', of('{"EUR": 1e999}')],
    ['more digits than a rate has', of('{"EUR": 0.9234567890123456789}')],
    ['an unknown base', of('{"EUR": 0.9}', { base: '"XXZ"' })],
    ['no base', of('{"EUR": 0.9}', { base: '7' })],
    ['no time', of('{"EUR": 0.9}', { asOf: '1732000000' })],
    ['a time that never was', of('{"EUR": 0.9}', { asOf: '"2026-02-30T00:00:00Z"' })],
    ['no rates', of('{}')],
    ['endless depth', '['.repeat(100_000)],
    ['an endless string', `"${'\\"'.repeat(100_000)}`],
    ['an endless number', '1'.repeat(200_000)],
  ];
  it.each(hostile)('with %s is refused, and soon', (_what, text) => {
    const began = performance.now();
    expect(readJson(text).kind).toBe('refused');
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
