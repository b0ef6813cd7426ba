import { nameOf, type Operation } from '../hostile/operation';
import { prefixOf, Scene } from '../hostile/scene';

let scene: Scene;
let before: string;
beforeAll(async () => {
  scene = await Scene.open();
  before = await scene.state();
});
afterAll(() => scene.stop());

/** A call that must be refused, and with what. */
interface Bad {
  readonly operation: Operation;
  readonly why: string;
  readonly due: string;
  readonly path?: string;
  readonly method?: string;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const json = { 'content-type': 'application/json' };

async function answerTo({ operation, ...bad }: Bad): Promise<string> {
  const { server } = scene;
  const method = bad.method ?? operation.method;
  const body = bad.body ?? (operation.body ? JSON.stringify(scene.body(operation)) : undefined);
  const response = await fetch(`${server.url}${bad.path ?? scene.path(operation)}`, {
    method,
    headers: {
      authorization: `Bearer ${server.client.apiKey}`,
      ...(body !== undefined && json),
      ...bad.headers,
    },
    ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body: bytesOf(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (response.headers.get('content-type') !== 'application/problem+json')
    return `${String(response.status)} without a problem`;
  const { code, status } = JSON.parse(text) as { code: string; status: number };
  return status === response.status ? `${String(status)} ${code}` : 'two statuses';
}

/** Bytes have no content type of their own, as a text would have. */
const bytesOf = (body: string | Buffer) => new Uint8Array(Buffer.from(body));

/** What was answered otherwise than it is due, in words. */
async function wronglyAnswered(calls: readonly Bad[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const call of calls) {
    const answer = await answerTo(call);
    if (answer !== call.due) {
      wrong.push(`${nameOf(call.operation)}, ${call.why}: ${answer} for ${call.due}`);
    }
  }
  return wrong;
}

const every = (
  holds: (operation: Operation) => boolean,
  calls: (operation: Operation) => readonly Omit<Bad, 'operation'>[],
): readonly Bad[] =>
  scene.operations
    .filter(holds)
    .flatMap((operation) => calls(operation).map((call) => ({ operation, ...call })));

const takesBody = ({ body, isPublic }: Operation) => body !== undefined && !isPublic;
const hasField = (field: string) => (operation: Operation) =>
  operation.body?.properties?.[field] !== undefined;
const needsKey = ({ isPublic }: Operation) => !isPublic;
const writes = (operation: Operation) => needsKey(operation) && operation.method !== 'GET';
const isId = (example: string | undefined): boolean => /^[a-z]{3}_/.test(example ?? '');

const withField = (operation: Operation, field: string, value: unknown): string =>
  JSON.stringify({ ...scene.body(operation), [field]: value });

const amounts: readonly (readonly [unknown, string])[] = [
  ...['NaN', 'Infinity', '1e3', '1e400', '0', '-0', '-5', '+5', '1,000', '0x10', '010', '.5'],
  ...[' 5', '5 ', '5.', '', '\u0661\u0660', '\uFF11', 100, null, [10], { value: 1 }, true],
].map((amount) => [amount, '400 invalid-amount'] as const);

const awkwardAmounts: readonly (readonly [unknown, string])[] = [
  ...amounts,
  ['9'.repeat(40), '400 amount-out-of-range'],
  ['1.001', '400 amount-precision'],
];

const lists: Readonly<Record<string, () => readonly Bad[]>> = {
  'an amount that is none': () =>
    every(hasField('amount'), (operation) =>
      awkwardAmounts.map(([amount, due]) => ({
        why: `amount ${JSON.stringify(amount)}`,
        due,
        body: withField(operation, 'amount', amount),
      })),
    ),
  'a currency that is none': () =>
    ['currency', 'from', 'to'].flatMap((field) =>
      every(hasField(field), (operation) =>
        ['usd', 'XXZ', '\u0415UR', 'DEM', '', 7, null].map((currency) => ({
          why: `${field} ${JSON.stringify(currency)}`,
          due: '400 unknown-currency',
          body: withField(operation, field, currency),
        })),
      ),
    ),
  'a body that is no JSON document': () =>
    every(takesBody, (operation) => {
      const good = JSON.stringify(scene.body(operation));
      const withRaw = (raw: string) => `{"metadata":${raw},${good.slice(1)}`;
      return [
        ['a key twice', `{"x":1,"x":1,${good.slice(1)}`],
        ['truncated', good.slice(0, -1)],
        ['empty', ''],
        ['two documents', good + good],
        ['20,000 levels', withRaw('['.repeat(20_000) + ']'.repeat(20_000))],
        ['a lone surrogate', withRaw('"\\ud800"')],
        [
          'bad UTF-8',
          Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
        ],
        ['U+0000', withRaw('"\\u0000"')],
        ['a byte order mark', `\uFEFF${good}`],
        ['UTF-16', Buffer.from(good, 'utf16le')],
      ].map(([why, body]) => ({ why: String(why), due: '400 malformed-json', body: body ?? '' }));
    }),
  'a field that is not known': () => [
    ...every(writes, (operation) =>
      ['{"bogus":1}', '{"__proto__":{}}', '{"constructor":{}}'].map((field) => ({
        why: field,
        due: '400 unknown-field',
        // Beside all that is due: what is missing is told otherwise.
        body: merged(operation.body ? JSON.stringify(scene.body(operation)) : '{}', field),
        headers: json,
      })),
    ),
    ...every(needsKey, (operation) =>
      ['bogus=1', '__proto__=1', '%ff=%zz'].map((query) => ({
        why: query,
        due: '400 unknown-field',
        path: `${scene.path(operation)}?${required(operation)}${query}`,
      })),
    ),
  ],
  'too large a body': () =>
    every(writes, ({ path }) => [
      {
        why: 'its limit + 1',
        due: '413 body-too-large',
        body: 'x'.repeat((path === '/v1/bulk' ? 2_097_152 : 65_536) + 1),
        headers: json,
      },
    ]),
  'another content type': () =>
    every(takesBody, () =>
      ['text/plain', 'application/json; charset=utf-16', 'application/xml', ''].map((type) => ({
        why: type,
        due: '415 unsupported-media-type',
        headers: { 'content-type': type },
      })),
    ),
  'another method': () =>
    every(
      () => true,
      (operation) =>
        ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']
          .filter((method) => !methodsOf(operation.path).includes(method))
          .map((method) => ({ why: method, due: '405 method-not-allowed', method })),
    ),
  'a cursor or a limit that is none': () =>
    every(
      ({ query }) => query?.properties?.['cursor'] !== undefined,
      (operation) =>
        [
          ['cursor=forged', '400 invalid-cursor'],
          ['cursor=', '400 invalid-cursor'],
          ['cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', '400 invalid-cursor'],
          ...['1000000000', '0', '-1', '1e1', 'x', ''].map((limit) => [
            `limit=${limit}`,
            '400 invalid-field',
          ]),
          ['limit=1&limit=2', '400 invalid-field'],
        ].map(([query = '', due = '']) => ({
          why: query,
          due,
          path: `${scene.path(operation)}?${required(operation)}${query}`,
        })),
    ),
  'an id that nobody has': () =>
    every(
      ({ parameters, isPublic }) => !isPublic && parameters.some(({ example }) => isId(example)),
      (operation) =>
        [
          'x',
          'acc_',
          'acc_zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz',
          '..%2f..%2flivez',
          '%00',
          '%ff',
          '%F0%9F%A6%8A',
          'x'.repeat(500),
          ...operation.parameters.map(({ example = '' }) => example),
        ].map((id) => ({ why: id, due: '404 not-found', path: filled(operation, id) })),
    ),
  'an id of another tenant': () => [
    ...every(
      ({ parameters }) => parameters.some(({ example }) => isId(example)),
      (operation) =>
        operation.parameters
          .filter(({ example = '' }) => scene.strangers[prefixOf(example)] !== undefined)
          .map(() => ({
            why: 'in the path',
            due: '404 not-found',
            path: scene.path(operation, scene.strangers),
          })),
    ),
    ...['accountId', 'fromAccountId', 'toAccountId'].flatMap((field) =>
      every(hasField(field), (operation) => [
        {
          why: field,
          due: '404 not-found',
          body: withField(operation, field, scene.strangers['acc']),
        },
      ]),
    ),
    ...every(hasField('quoteId'), (operation) => [
      {
        why: 'quoteId',
        due: '404 not-found',
        body: withField(operation, 'quoteId', scene.strangers['quo']),
      },
    ]),
  ],
  'no key, or none that is known': () =>
    every(needsKey, () =>
      ['', 'Bearer', 'Bearer cbk_unknown', 'Basic eDp5', `Bearer ${'x'.repeat(300)}`].map(
        (authorization) => ({
          why: authorization,
          due: '401 unauthenticated',
          headers: { authorization },
        }),
      ),
    ),
};

const merged = (body: string, field: string): string =>
  body === '{}' ? field : `${field.slice(0, -1)},${body.slice(1)}`;

/** The parameters that a query must have, and an ampersand. */
const required = ({ query }: Operation): string =>
  (query?.required ?? []).map((name) => `${name}=EUR&`).join('');

const methodsOf = (path: string): readonly string[] =>
  scene.operations.filter((operation) => operation.path === path).map(({ method }) => method);

/** The path with this in the place of each id. */
const filled = ({ path, parameters }: Operation, id: string): string =>
  parameters.reduce((text, { name }) => text.replace(`{${name}}`, id), path);

it.each(Object.entries(lists))(
  '%s is refused by every call, and changes nothing',
  async (_name, calls) => {
    const all = calls();
    expect(all.length).toBeGreaterThan(2);
    expect(await wronglyAnswered(all)).toEqual([]);
    expect(await scene.state()).toBe(before);
  },
);

it('each of these calls is a good one without its fault', async () => {
  const answers: string[] = [];
  for (const operation of scene.operations.filter(takesBody)) {
    const { method } = operation;
    const { status } = await scene.server.client.send(
      method,
      scene.path(operation),
      scene.body(operation),
    );
    if (status >= 400) answers.push(`${nameOf(operation)}: ${String(status)}`);
  }
  expect(answers).toEqual([]);
});
