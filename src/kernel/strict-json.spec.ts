import { parseStrictJson } from './strict-json';

const parse = (text: string) => parseStrictJson(Buffer.from(text, 'utf8'));
const bytes = (...list: (number | string)[]) =>
  Buffer.concat(
    list.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))),
  );

describe('a strict JSON document', () => {
  it.each([
    ['{}', {}],
    ['[]', []],
    ['"x"', 'x'],
    [' {"a" : [1, {"a": null}], "b": "\\u00e9\\"\\\\"} \n', { a: [1, { a: null }], b: 'é"\\' }],
    ['{"a":"{\\"a\\":1,\\"a\\":2}"}', { a: '{"a":1,"a":2}' }],
    ['{"a":"x:y","b":"a"}', { a: 'x:y', b: 'a' }],
    ['["a","a","a"]', ['a', 'a', 'a']],
    ['"\\ud83d\\ude00"', '😀'],
    ['{"constructor":"x","prototype":"y"}', { constructor: 'x', prototype: 'y' }],
  ])('is read: %s', (text, value) => {
    expect(parse(text)).toEqual({ kind: 'parsed', value });
  });

  it('may be nested 32 levels deep, and not 33', () => {
    expect(parse('['.repeat(32) + ']'.repeat(32)).kind).toBe('parsed');
    expect(parse('['.repeat(33) + ']'.repeat(33))).toMatchObject({ code: 'malformed-json' });
  });

  it.each([
    ['nothing', ''],
    ['blanks', ' \n'],
    ['a truncated document', '{"a":'],
    ['two documents', '{}{}'],
    ['two documents on two lines', '{}\n{}'],
    ['NaN', '{"a":NaN}'],
    ['a comment', '{}//'],
    ['a trailing comma', '{"a":1,}'],
    ['single quotes', "{'a':1}"],
    ['a key twice', '{"a":1,"a":1}'],
    ['a key twice, once escaped', '{"a":1,"\\u0061":2}'],
    ['a key twice with blanks before the colon', '{"a":1,"a" \n:2}'],
    ['a key twice, deep down', '{"x":[{"a":1,"b":{"a":1},"a":2}]}'],
    ['a key twice, around a nested object', '{"a":{"b":1},"a":1}'],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['20,000 levels of objects', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000)],
    ['a lone high surrogate', '{"a":"\\ud800"}'],
    ['a lone low surrogate as a key', '{"\\udc00":1}'],
    ['surrogates in the wrong order', '"\\ude00\\ud83d"'],
    ['an escaped U+0000', '{"a":"\\u0000"}'],
    ['a raw U+0000', '{"a":"\0"}'],
    ['a byte order mark', '\ufeff{}'],
  ])('is malformed with %s', (_name, text) => {
    expect(parse(text)).toMatchObject({ kind: 'refused', code: 'malformed-json' });
  });

  it.each([
    ['a stray continuation byte', bytes('"', 0x80, '"')],
    ['an overlong slash', bytes('"', 0xc0, 0xaf, '"')],
    ['a surrogate in UTF-8', bytes('"', 0xed, 0xa0, 0x80, '"')],
    ['a cut-off sequence', bytes('"', 0xe2, 0x82, '"')],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
  ])('is malformed with %s', (_name, document) => {
    expect(parseStrictJson(document)).toMatchObject({ code: 'malformed-json' });
  });

  it.each(['{"__proto__":1}', '{"a":{"\\u005f_proto__":{}}}', '[{"__proto__" : null}]'])(
    'has an unknown field: %s',
    (text) => {
      expect(parse(text)).toMatchObject({ kind: 'refused', code: 'unknown-field' });
    },
  );

  it('says __proto__ as a value', () => {
    expect(parse('"__proto__"').kind).toBe('parsed');
  });

  it('is never repeated in the refusal', () => {
    expect(JSON.stringify(parse('{"secret":tru'))).not.toContain('secret');
  });

  it('takes time in proportion to its length', () => {
    const wide = `{${Array.from({ length: 6_000 }, (_, i) => `"k${i}":1`).join(',')}}`;
    expect(parse(wide).kind).toBe('parsed');
    expect(parse(`"${'\\\\'.repeat(30_000)}"`).kind).toBe('parsed');
    expect(parse(`["a"${' '.repeat(60_000)}]`).kind).toBe('parsed');
  });
});
