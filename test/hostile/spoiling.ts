import type { Chance } from './chance';
import { withHeader, type Draft } from './draft';
import type { JsonSchema, Operation } from './operation';

/** One way to spoil a request: undefined where it cannot be done to this one. */
export type Spoiling = (draft: Draft, operation: Operation, chance: Chance) => Draft | undefined;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = ({ body }: Draft): Fields => JSON.parse(String(body)) as Fields;
const withBody = (draft: Draft, body: string | Buffer): Draft => ({
  ...draft,
  body: Buffer.from(body),
});
const withFields = (draft: Draft, fields: Fields): Draft => withBody(draft, JSON.stringify(fields));

/** For calls that take a body, and so refuse whatever is wrong with it. */
const inBody =
  (spoil: (draft: Draft, schema: JsonSchema, chance: Chance) => Draft | undefined): Spoiling =>
  (draft, { body, isPublic }, chance) =>
    body === undefined || isPublic ? undefined : spoil(draft, body, chance);

const inRawBody = (spoil: (text: string, chance: Chance) => string | Buffer): Spoiling =>
  inBody((draft, _schema, chance) => withBody(draft, spoil(String(draft.body), chance)));

const inHeader =
  (name: string, values: readonly string[]): Spoiling =>
  (draft, _operation, chance) =>
    withHeader(draft, name, chance.pick(values));

/** HTTP/1.0 knows less, and so forgives more. */
const onNewest =
  (spoil: Spoiling): Spoiling =>
  (draft, operation, chance) =>
    spoil({ ...draft, version: 'HTTP/1.1' }, operation, chance);

/** A member of its own before all the others. */
const before = (member: string, text: string): string =>
  text === '{}' ? `{${member}}` : `{${member},${text.slice(1)}`;

const strange = [
  'ﷺ'.repeat(40),
  '\u202Eevil',
  '🦊',
  'é',
  '\u0007',
  '',
  ' ',
  'null',
  '-1',
  '${7*7}',
  "' or 1=1 --",
  '../../etc/passwd',
  '\uFFFF',
  'x'.repeat(5_000),
];
const values: readonly unknown[] = [
  ...strange,
  null,
  true,
  0,
  -1,
  1e308,
  2 ** 53,
  0.1,
  [],
  [[]],
  {},
  { a: 1 },
];

/** After one of these a request is refused, whatever else it says, and the connection goes on. */
export const faults: Readonly<Record<string, Spoiling>> = {
  'a field less': inBody((draft, { required = [] }, chance) => {
    if (required.length === 0) return undefined;
    const gone = chance.pick(required);
    const left = Object.entries(fieldsOf(draft)).filter(([name]) => name !== gone);
    return withFields(draft, Object.fromEntries(left));
  }),
  'a field more': inBody((draft, _schema, chance) =>
    withFields(draft, {
      ...fieldsOf(draft),
      [chance.pick(['x', 'constructor', 'toString', 'amount ', 'Amount', '🦊'])]:
        chance.pick(values),
    }),
  ),
  'a prototype': inRawBody((text, chance) =>
    before(
      chance.pick([
        '"__proto__":{"admin":true}',
        '"\\u005f_proto__":1',
        '"constructor":{"prototype":{}}',
      ]),
      text,
    ),
  ),
  'a field twice': inRawBody((text) => before('"a":1,"\\u0061":1', text)),
  'another type': inBody((draft, { required = [] }, chance) =>
    required.length === 0
      ? undefined
      : withFields(draft, {
          ...fieldsOf(draft),
          [chance.pick(required)]: chance.pick([null, true, 7, 1e21, [], {}, ['x']]),
        }),
  ),
  'no object': inRawBody((text, chance) =>
    chance.pick([`[${text}]`, '7', '"x"', 'null', 'true', '[]', 'NaN', 'undefined']),
  ),
  'truncated JSON': inRawBody((text, chance) => text.slice(0, chance.below(text.trimEnd().length))),
  'two documents': inRawBody((text) => `${text} ${text}`),
  'too deep': inRawBody((text, chance) => {
    const levels = 40 + chance.below(20_000);
    return before(`"a":${'['.repeat(levels)}${']'.repeat(levels)}`, text);
  }),
  'bad UTF-8': inRawBody((text, chance) =>
    Buffer.concat([
      Buffer.from('{"a":"'),
      Buffer.from(chance.pick(['ff', 'c0af', 'eda080', 'f5808080', 'c3']), 'hex'),
      Buffer.from('",'),
      Buffer.from(text.slice(1)),
    ]),
  ),
  'no character': inRawBody((text, chance) =>
    before(chance.pick(['"a":"\\u0000"', '"a":"\\ud800"', '"\\udfff":1', '"a":"\u0000"']), text),
  ),
  'a comment': inRawBody((text) => `/* x */${text}`),
  'another content type': inBody((draft, _schema, chance) =>
    withHeader(
      draft,
      'content-type',
      chance.pick([
        'text/plain',
        'application/xml',
        'application/json; charset=latin1',
        'multipart/form-data; boundary=x',
        'application/json, text/plain',
        'application/jsonx',
        '\u00ff',
      ]),
    ),
  ),
  'a compressed body': inBody((draft) => withHeader(draft, 'content-encoding', 'gzip')),
  'no key': (draft, { isPublic }, chance) =>
    isPublic
      ? undefined
      : withHeader(
          draft,
          'authorization',
          chance.pick([
            '',
            'Bearer',
            'Bearer x',
            'Basic eDp5',
            `Bearer ${'x'.repeat(400)}`,
            'Bearer \u00ff\u00fe',
          ]),
        ),
  'an unknown parameter': (draft, { isPublic }, chance) =>
    isPublic
      ? undefined
      : {
          ...draft,
          target: `${draft.target}${draft.target.includes('?') ? '&' : '?'}${chance.pick(['x=1', '__proto__=1', 'constructor', '%ff=1', '%00=%00', 'a[b]=c', 'x=1&'.repeat(500)])}`,
        },
  'no such path': (draft, _operation, chance) => ({
    ...draft,
    target: chance.pick([
      '/',
      '//',
      '/v1',
      '/v1/../livez',
      '/%2e%2e/',
      '/v1/accounts/%00',
      '/v1/accounts/%zz',
      `/${'x'.repeat(3_000)}`,
      '/v1/accounts;x',
      '/v2/accounts',
      '/metrics/x',
      '/.git/config',
      `/v1/accounts/${'%F0%9F%A6%8A'.repeat(60)}`,
      '*',
    ]),
  }),
  'an invalid idempotency key': (draft, { method, isPublic }, chance) =>
    method !== 'POST' || isPublic || !KEYED.test(draft.target)
      ? undefined
      : withHeader(draft, 'idempotency-key', chance.pick(['', 'a b', '\u00ff', 'x'.repeat(256)])),
};

/** After one of these it is refused too, and the connection ends with it. */
export const ruptures: Readonly<Record<string, Spoiling>> = {
  'too large': inRawBody((text) => before(`"a":"${'x'.repeat(65_536)}"`, text)),
  'no such method': (draft, _operation, chance) => ({
    ...draft,
    method: chance.pick(['TRACE', 'CONNECT', 'FOO', 'get', 'PURGE', 'PRI', 'MKCOL', 'G\u00c9T']),
  }),
  'no such version': (draft, _operation, chance) => ({
    ...draft,
    version: chance.pick(['HTTP/0.9', 'HTTP/2.0', 'HTTP/1', 'HTTP/9.9', 'http/1.1', '']),
  }),
  'no host': onNewest((draft, _operation, chance) =>
    chance.oneIn(2)
      ? { ...draft, headers: draft.headers.filter(([name]) => name !== 'host') }
      : { ...draft, headers: [...draft.headers, ['Host', 'other']] },
  ),
  'a strange host': inHeader('host', ['', 'a b', 'a/b', '@', 'a\u00ff', '[::1', 'a:b']),
  'a strange header': (draft, _operation, chance) => ({
    ...draft,
    headers: [...draft.headers, [chance.pick(['a b', '', 'a\u0000', 'a\r', '(']), 'x']],
  }),
  'a strange value': (draft, _operation, chance) => ({
    ...draft,
    headers: [
      ...draft.headers,
      ['x-a', chance.pick(['\u0000', 'a\rb', 'a\n b', 'a\r\n b', '\u007f'])],
    ],
  }),
  'too many headers': (draft) => ({
    ...draft,
    headers: [
      ...draft.headers,
      ...Array.from({ length: 150 }, (_x, index) => [`x-${String(index)}`, ''] as const),
    ],
  }),
  'too large headers': inHeader('x-large', ['x'.repeat(20_000)]),
  'two lengths': (draft, _operation, chance) => ({
    ...draft,
    body: draft.body ?? Buffer.from('{}'),
    sending: { kind: 'whole' },
    headers: [
      ...draft.headers,
      chance.pick([
        ['Content-Length', '3'],
        ['Transfer-Encoding', 'chunked'],
        ['Transfer-Encoding', 'identity'],
        ['Content-Length', '-1'],
      ] as const),
    ],
  }),
  'a length that is none': (draft, _operation, chance) => ({
    ...draft,
    body: undefined,
    headers: [
      ...draft.headers,
      ['Content-Length', chance.pick(['-1', '+1', '0x1', '1e3', '9'.repeat(30), '1, 1', 'x'])],
    ],
  }),
  'an encoding that is none': (draft, _operation, chance) => ({
    ...draft,
    body: undefined,
    headers: [
      ...draft.headers,
      [
        'Transfer-Encoding',
        chance.pick(['gzip, chunked', 'xchunked', 'identity', 'chunked, chunked', ' ,chunked']),
      ],
    ],
  }),
  'an expectation': onNewest(inHeader('expect', ['200-ok', 'x'])),
  'not the whole of it': (draft, _operation, chance) => ({
    ...draft,
    sending: { kind: 'truncated', less: 1 + chance.below(60) },
  }),
};

/** Calls that read an Idempotency-Key whatever else they do. */
const KEYED = /^\/v1\/(accounts|deposits|withdrawals|transfers|quotes)$/;

/** After one of these a request may be a good one still. */
export const oddities: Readonly<Record<string, Spoiling>> = {
  'another value': inBody((draft, _schema, chance) => {
    const fields = fieldsOf(draft);
    const names = Object.keys(fields);
    return names.length === 0
      ? undefined
      : withFields(draft, { ...fields, [chance.pick(names)]: chance.pick(values) });
  }),
  'an optional field': inBody((draft, { properties = {} }, chance) =>
    withFields(draft, {
      ...fieldsOf(draft),
      [chance.pick([...Object.keys(properties), 'metadata'])]: chance.pick([
        ...values,
        { a: 'b' },
        { 'é🦊': '\u202E' },
      ]),
    }),
  ),
  'another amount': inBody((draft, { properties = {} }, chance) =>
    properties['amount'] === undefined
      ? undefined
      : withFields(draft, {
          ...fieldsOf(draft),
          amount: chance.pick([
            '0.01',
            '0.1',
            '999999999999999999999999999999',
            '1',
            '1.000000000000000000',
            '-1',
            '00',
            '1e2',
            '٣',
          ]),
        }),
  ),
  'another currency': inBody((draft, { properties = {} }, chance) => {
    const field = chance.pick(['currency', 'from', 'to']);
    return properties[field] === undefined
      ? undefined
      : withFields(draft, {
          ...fieldsOf(draft),
          [field]: chance.pick(['JPY', 'KWD', 'ETH', 'BTC', 'USD', 'XAU', 'XXX', 'eur']),
        });
  }),
  'an idempotency key': (draft, _operation, chance) =>
    withHeader(draft, 'idempotency-key', `key-${String(chance.below(20))}`),
  'spaces in the JSON': inBody((draft) =>
    withBody(draft, ` \r\n${JSON.stringify(fieldsOf(draft), null, '\t')}\n `),
  ),
  'a dry run': (draft, { query }) =>
    query?.properties?.['dryRun'] === undefined || draft.target.includes('?')
      ? undefined
      : { ...draft, target: `${draft.target}?dryRun=true` },
  'a parameter': (draft, { query }, chance) =>
    query === undefined || draft.target.includes('?')
      ? undefined
      : {
          ...draft,
          target: `${draft.target}?${chance.pick(Object.keys(query.properties ?? {}))}=${chance.pick(['1', '0', 'true', 'EUR', '%00', '%F0%9F%A6%8A', '-1', '1e9', 'x'.repeat(3_000), '', 'deposit.*', '>', '2024-02-30'])}`,
        },
  'another header': (draft, _operation, chance) => ({
    ...draft,
    headers: [
      ...draft.headers,
      chance.pick([
        ['If-Match', '"1"'],
        ['If-Match', '*'],
        ['Accept', 'text/html'],
        ['Cookie', 'a=b'],
        ['Origin', 'http://evil'],
        ['X-Forwarded-For', '1.1.1.1'],
        ['Range', 'bytes=0-1'],
        ['Upgrade', 'websocket'],
        ['Expect', '100-continue'],
        ['X-HTTP-Method-Override', 'DELETE'],
        ['Last-Event-ID', '-1'],
        ['Accept-Encoding', 'br'],
      ] as const),
    ],
  }),
  'another method': (draft, _operation, chance) => ({
    ...draft,
    method: chance.pick(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']),
  }),
  'in chunks': (draft, _operation, chance) => ({
    ...draft,
    sending: { kind: 'chunked', size: 1 + chance.below(200) },
  }),
  haltingly: (draft, _operation, chance) => ({
    ...draft,
    sending: { kind: 'halting', pieces: 2 + chance.below(6) },
  }),
  'HTTP/1.0': (draft) => ({ ...draft, version: 'HTTP/1.0' }),
};
