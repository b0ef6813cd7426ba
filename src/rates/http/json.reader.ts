import { dayAt, momentOf, refused, tableOf, type TableRead } from './rate-table';

const TOKEN =
  /\s+|"(?:[^"\\]|\\.)*"|(-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)|[{}[\]:,]|true|false|null/y;

/**
 * The text with each number in quotes: as JSON.parse reads numbers they would be binary fractions,
 * and 1.1 no longer 1.1. Undefined where the text is no JSON at all.
 */
function withQuotedNumbers(text: string): string | undefined {
  const parts: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text);
    if (token === null) return undefined;
    const [part, number] = token;
    parts.push(number === undefined ? part : `"${number}"`);
  }
  return parts.join('');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(withQuotedNumbers(text) ?? '') as unknown;
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const EXPONENT = /^([0-9]+)(?:\.([0-9]+))?[eE]([+-]?[0-9]+)$/;

/** Many a writer of JSON says 6.5e-5: the same digits with the point where it belongs. */
function plain(number: string): string {
  const [matched, whole = '', fraction = '', exponent = '0'] = EXPONENT.exec(number) ?? [];
  if (matched === undefined) return number;
  const digits = whole + fraction;
  const point = whole.length + Number.parseInt(exponent, 10);
  const padded = point <= 0 ? `0.${'0'.repeat(-point)}${digits}` : digits.padEnd(point, '0');
  if (point <= 0) return padded;
  const tail = padded.slice(point);
  return `${padded.slice(0, point).replace(/^0+(?=[0-9])/, '')}${tail === '' ? '' : `.${tail}`}`;
}

/** Reads `{ base, asOf, rates }`, or says in which respect it is something else. */
export function readJson(text: string): TableRead {
  const document = parsed(text);
  if (!isRecord(document)) return refused('It is not a JSON object.');
  const { base, asOf, rates } = document;
  if (typeof base !== 'string') return refused('Its base is not a currency.');
  const moment = typeof asOf === 'string' ? (momentOf(asOf) ?? dayAt(asOf)) : undefined;
  if (moment === undefined) return refused('Its asOf is not a time.');
  if (!isRecord(rates)) return refused('Its rates are not an object.');
  const written = Object.entries(rates).map(
    ([code, rate]) => [code, typeof rate === 'string' ? plain(rate) : ''] as const,
  );
  return tableOf({ source: 'http', base, asOf: moment, rates: written });
}
