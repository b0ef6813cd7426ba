import { connect, type AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ACCOUNT, REVOKED_KEY, TENANT, asAdmin, asMember, json, thingsApp } from './http.fixture';
import { problemCodes } from './problems/problem-codes';

type Asked = Exclude<Parameters<NestFastifyApplication['inject']>[0], string>;

let app: NestFastifyApplication;
let lines: string[];
beforeAll(async () => {
  ({ app, lines } = await thingsApp());
  await app.listen(0, '127.0.0.1');
});
afterAll(() => app.close());

const good = { accountId: ACCOUNT, amount: '10.00', currency: 'EUR' };
const post = (payload: string | Buffer, headers: Record<string, string> = json) =>
  app.inject({ method: 'POST', url: '/v1/things', headers, payload });
const postJson = (body: object, headers: Record<string, string> = json) =>
  post(JSON.stringify(body), headers);
const get = (url: string, headers: Record<string, string> = asAdmin) =>
  app.inject({ method: 'GET', url, headers });

/** Asserts a problem document in every part that docs/api.md promises. */
function expectProblem(
  answer: { statusCode: number; headers: object; payload: string },
  status: number,
  code: string,
): Record<string, unknown> {
  const document = JSON.parse(answer.payload) as Record<string, unknown>;
  expect(document).toMatchObject({ status, code, type: `/problems/${code}` });
  expect(document).toEqual(
    expect.objectContaining({ title: expect.any(String), detail: expect.any(String) }),
  );
  expect(['same-key', 'new-key', 'no']).toContain(document['retry']);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers).toHaveProperty('content-type', 'application/problem+json');
  return document;
}

/** Speaks to a listening server without any HTTP client between, until it closes the connection. */
function raw(text: string | Buffer, to: NestFastifyApplication = app): Promise<string> {
  const { port } = to.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    const parts: Buffer[] = [];
    socket.setTimeout(1_000, () => socket.destroy());
    socket.on('data', (part) => parts.push(part));
    socket.on('close', () => resolve(Buffer.concat(parts).toString()));
    socket.on('error', reject);
  });
}

const post11 = (headers: string, body: string): string =>
  `POST /v1/things HTTP/1.1\r\nHost: x\r\n${headers}\r\n\r\n${body}`;

const statusesIn = (answers: string): readonly (string | undefined)[] =>
  [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);

describe('a good request', () => {
  it('reaches its handler', async () => {
    const answer = await postJson({ ...good, metadata: { constructor: 'x', prototype: 'y' } });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      body: { ...good, metadata: { constructor: 'x', prototype: 'y' } },
      request: null,
    });
  });

  it.each([
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset="UTF-8"',
  ])('may say its content type as %s', async (type) => {
    expect((await postJson(good, { ...asAdmin, 'content-type': type })).statusCode).toBe(201);
  });

  it('gets its query read, with defaults, and its caller', async () => {
    const { caller, ...asked } = (
      await get('/v1/things?dryRun=true&at=2026-02-28T10:00:00%2B01:00')
    ).json();
    expect(asked).toEqual({ limit: 20, dryRun: true, at: '2026-02-28T09:00:00.000Z' });
    expect(caller).toMatchObject({ tenantId: TENANT, role: 'admin' });
  });

  it('is answered under a strict security policy', async () => {
    const { headers } = await get('/v1/things');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('a bad body', () => {
  it.each([
    ['a truncated document', '{"amount":'],
    ['two documents', `${JSON.stringify(good)}{}`],
    ['a duplicate key', `{"amount":"1","amount":"2"}`],
    ['20,000 levels', '['.repeat(20_000)],
    ['20,000 closed levels', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a lone surrogate', '{"name":"\\ud800"}'],
    ['U+0000', '{"name":"\\u0000"}'],
    ['bad UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing in it', ''],
  ])('with %s is malformed-json', async (_name, body) => {
    expectProblem(await post(body), 400, 'malformed-json');
  });

  it.each([
    ['100', 'invalid-amount'],
    ['1e400', 'invalid-amount'],
    ['null', 'invalid-amount'],
    ['[10]', 'invalid-amount'],
    ['"0"', 'invalid-amount'],
    ['"-5"', 'invalid-amount'],
    ['"1e3"', 'invalid-amount'],
    ['"010"', 'invalid-amount'],
    ['"١٢"', 'invalid-amount'],
    ['"1.001"', 'amount-precision'],
    [`"${'9'.repeat(40)}"`, 'amount-out-of-range'],
  ])('with the amount %s is refused as %s', async (amount, code) => {
    const text = JSON.stringify({ ...good, amount: 'here' }).replace('"here"', amount);
    const document = expectProblem(await post(text), 400, code);
    expect(document['errors']).toEqual([{ pointer: '/amount', detail: expect.any(String) }]);
  });

  it.each(['usd', 'XXZ', 'EUＲ', '__proto__', 'constructor', 'HRK', 5])(
    'with the currency %s is refused',
    async (currency) => {
      expectProblem(await postJson({ ...good, currency }), 400, 'unknown-currency');
    },
  );

  it('counts decimals by the currency beside the amount', async () => {
    expectProblem(
      await postJson({ ...good, amount: '1.5', currency: 'JPY' }),
      400,
      'amount-precision',
    );
  });

  it('names unknown fields, however deep, and never repeats a value', async () => {
    const answer = await postJson({ ...good, 'a/b~': 'hunter2', amountt: 1 });
    const document = expectProblem(answer, 400, 'unknown-field');
    expect(document['errors']).toMatchObject([{ pointer: '/a~1b~0' }, { pointer: '/amountt' }]);
    expect(answer.payload).not.toContain('hunter2');
    expectProblem(await post('{"metadata":{"__proto__":"x"}}'), 400, 'unknown-field');
  });

  it.each([[[]], [null], ['text'], [7]])('is refused when it is no object: %j', async (body) => {
    expectProblem(await post(JSON.stringify(body)), 400, 'invalid-field');
  });

  it.each([
    ['an empty name', { name: '' }],
    ['a name with a control character', { name: 'a\u0007' }],
    ['a long name', { name: 'x'.repeat(201) }],
    [
      '51 keys of metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [i, ''])) },
    ],
    ['a long key of metadata', { metadata: { ['k'.repeat(41)]: '' } }],
    ['a number in metadata', { metadata: { a: 1 } }],
  ])('with %s is an invalid field', async (_name, part) => {
    expectProblem(await postJson({ ...good, ...part }), 400, 'invalid-field');
  });

  it.each(['acc_1', 'dep_0192f0c1-2345-7abc-8def-0123456789ab', '../x', ''])(
    'with an id that nobody can have is 404, unless it is wrong in itself: "%s"',
    async (accountId) => {
      expect(expectProblem(await postJson({ ...good, accountId }), 404, 'not-found')).toEqual(
        expect.not.objectContaining({ errors: expect.anything() }),
      );
      expectProblem(await postJson({ ...good, accountId, amount: '-5' }), 400, 'invalid-amount');
      expectProblem(await postJson({ ...good, accountId, a: 1 }), 400, 'unknown-field');
    },
  );

  it('lists at most 20 errors', async () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 1]));
    const { errors } = expectProblem(await postJson({ ...good, ...many }), 400, 'unknown-field');
    expect(errors).toHaveLength(20);
  });

  it('over 64 KiB is too large, whether it says so or not', async () => {
    expectProblem(await post(' '.repeat(64 * 1024 + 1)), 413, 'body-too-large');
    const chunk = 'x'.repeat(70_000);
    const answer = await raw(
      `POST /v1/things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
        `${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1.1 413 /);
    expect(answer).toContain('body-too-large');
  });

  it.each([
    ['no content type', undefined, {}],
    ['text', 'text/plain', {}],
    ['a form', 'application/x-www-form-urlencoded', {}],
    ['problem+json', 'application/problem+json', {}],
    ['UTF-16', 'application/json; charset=utf-16', {}],
    ['nonsense', 'nonsense', {}],
    ['compression', 'application/json', { 'content-encoding': 'gzip' }],
  ])('with %s is unsupported', async (_name, type, more) => {
    const headers = { ...asAdmin, ...more, ...(type && { 'content-type': type }) };
    expectProblem(await postJson(good, headers), 415, 'unsupported-media-type');
  });

  it('is refused where none is read, unless it is empty', async () => {
    const url = `/v1/things/${ACCOUNT}/freeze`;
    const send = (payload: string) => app.inject({ method: 'POST', url, headers: json, payload });
    expect((await send('')).statusCode).toBe(200);
    expect((await send('{}')).statusCode).toBe(200);
    expectProblem(await send('{"a":1}'), 400, 'unknown-field');
    expectProblem(await send('[]'), 400, 'invalid-field');
  });

  it('reaches a public route as bytes', async () => {
    const payload = Buffer.from([0, 0xff, 0x7b]);
    const answer = await app.inject({ method: 'POST', url: '/open/webhook', payload });
    expect(answer.json()).toEqual({ bytes: '00ff7b', body: null });
  });
});

describe('a bad query', () => {
  it.each([
    ['limit=1000000000', 'invalid-field'],
    ['limit=0', 'invalid-field'],
    ['limit=1e1', 'invalid-field'],
    ['limit=', 'invalid-field'],
    ['limit=5&limit=6', 'invalid-field'],
    ['at=2024-02-30T00:00:00Z', 'invalid-field'],
    ['at=2024-02-30', 'invalid-field'],
    ['dryRun=yes', 'invalid-field'],
    ['foo=1', 'unknown-field'],
    ['__proto__=1', 'unknown-field'],
    ['__proto__[limit]=1', 'unknown-field'],
    ['%ff=%zz', 'unknown-field'],
  ])('%s is %s', async (query, code) => {
    expectProblem(await get(`/v1/things?${query}`), 400, code);
  });

  it('is refused where none is read', async () => {
    expectProblem(await get(`/v1/things/${ACCOUNT}?a=1`), 400, 'unknown-field');
  });
});

describe('a key', () => {
  it.each([
    ['missing', {}],
    ['unknown', { authorization: 'Bearer cbk_unknown' }],
    ['revoked', { authorization: `Bearer ${REVOKED_KEY}` }],
    ['of another scheme', { authorization: 'Basic Y2JrX2FkbWluOg==' }],
    ['empty', { authorization: 'Bearer ' }],
    ['two keys', { authorization: 'Bearer cbk_admin, Bearer cbk_admin' }],
  ])('that is %s is 401', async (_name, headers) => {
    const answer = await get('/v1/things', headers);
    expectProblem(answer, 401, 'unauthenticated');
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('is asked for before the body is read', async () => {
    expectProblem(await post('{', { 'content-type': 'application/json' }), 401, 'unauthenticated');
  });

  it('of a member does not open what is for admins', async () => {
    const ask = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/v1/things/secret', headers });
    expectProblem(await ask(asMember), 403, 'forbidden');
    expect((await ask(asAdmin)).statusCode).toBe(201);
  });
});

describe('a path', () => {
  it.each([
    '/nothing',
    '/v1/things/',
    '/v1/things/acc_1',
    `/v1/things/${ACCOUNT.toUpperCase()}`,
    `/v1/things/${ACCOUNT}%00`,
    '/v1/things/%00',
    '/v1/things/..%2f..%2fetc%2fpasswd',
    '/v1/things/%zz',
    '/v1/things/%c0%af',
    `/v1/things/${'x'.repeat(5_000)}`,
    '//v1//things',
  ])('that leads nowhere is 404: %s', async (url) => {
    expectProblem(await get(url), 404, 'not-found');
  });

  it.each(['GET /v1/../../etc/passwd', 'GET /v1/things/%', 'GET *v1/things', 'OPTIONS *'])(
    'that is strange on the wire is never a fault: %s',
    async (line) => {
      const answer = await raw(`${line} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1.1 404 /);
      expect(answer).toContain('application/problem+json');
    },
  );

  it.each(['DELETE', 'PUT', 'TRACE', 'PROPFIND'])('does not answer to %s', async (method) => {
    const answer = await app.inject({ method, url: '/v1/things' } as Asked);
    expectProblem(answer, 405, 'method-not-allowed');
    expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS, POST');
  });

  it('tells by OPTIONS and HEAD what it allows and has', async () => {
    const options = await app.inject({ method: 'OPTIONS', url: `/v1/things/${ACCOUNT}/freeze` });
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'OPTIONS, POST']);
    const head = await app.inject({ method: 'HEAD', url: '/v1/things', headers: asAdmin });
    expect([head.statusCode, head.payload]).toEqual([200, '']);
  });
});

describe('a header', () => {
  const keyed = (key: string) => postJson(good, { ...json, 'idempotency-key': key });

  it('gives the idempotency key with its scope and the hash of the body', async () => {
    const { request } = (await keyed('k~1')).json();
    expect(request).toEqual({
      scope: 'POST /v1/things',
      key: 'k~1',
      bodyHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const reordered = JSON.stringify(Object.fromEntries(Object.entries(good).reverse()));
    const again = await post(reordered, { ...json, 'idempotency-key': 'k~1' });
    expect(again.json().request).toEqual(request);
  });

  it('keeps what is done to one thing apart from what is done to another', async () => {
    const url = `/v1/things/${ACCOUNT}/freeze`;
    const headers = { ...asAdmin, 'idempotency-key': 'k' };
    const answer = await app.inject({ method: 'POST', url, headers });
    expect(answer.json().request.scope).toBe(`POST ${url}`);
  });

  it.each(['', ' ', 'a b', 'é', 'x'.repeat(256)])('is no idempotency key: "%s"', async (key) => {
    expectProblem(await keyed(key), 400, 'idempotency-key-invalid');
  });

  it('that repeats the idempotency key is refused', async () => {
    const body = JSON.stringify(good);
    const answer = await raw(
      `POST /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: ${asAdmin.authorization}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\nConnection: close\r\n` +
        `Idempotency-Key: a\r\nIdempotency-Key: a\r\n\r\n${body}`,
    );
    expect(answer).toContain('idempotency-key-invalid');
  });

  const change = (match: string) =>
    app.inject({
      method: 'PATCH',
      url: `/v1/things/${ACCOUNT}`,
      headers: { ...json, 'if-match': match },
      payload: '{}',
    });

  it.each([
    ['"3"', 3],
    ['*', null],
  ])('gives the version to match: %s', async (match, version) => {
    expect((await change(match)).json()).toEqual({ version });
  });

  it.each(['3', 'W/"3"', '"3", "4"', '"03"', '"-1"', '"x"'])(
    'is no version to match: %s',
    async (match) => {
      expectProblem(await change(match), 400, 'invalid-field');
    },
  );
});

describe('what is not HTTP', () => {
  it.each([
    ['nonsense', 'nonsense\r\n\r\n'],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n'],
    ['a TLS handshake', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a very long URL', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: x y\r\n\r\n'],
    ['two keys', 'GET / HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nauthorization: b\r\n\r\n'],
    ['HTTP/0.9', 'GET /\r\n\r\n'],
    ['HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a length and chunks', post11('Content-Length: 5\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
    ['an encoding of the transfer', post11('Transfer-Encoding: gzip, chunked', '0\r\n\r\n')],
    ['chunks in HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length of less than nothing', post11('Content-Length: -1', '')],
    ['a chunk of no length', post11('Transfer-Encoding: chunked', 'zz\r\n')],
    ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n'],
    ['a CR alone', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n'],
    ['a LF alone', 'GET / HTTP/1.1\nHost: x\n\n'],
    ['U+0000', 'GET / HTTP/1.1\r\nHost: x\r\nA: b\0\r\n\r\n'],
    ['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
    ['too many headers', `GET / HTTP/1.1\r\nHost: x\r\n${'a:\r\n'.repeat(3_000)}\r\n`],
  ])('is answered 400 with a problem: %s', async (_name, text) => {
    const answer = await raw(text);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    const [head, body] = answer.split('\r\n\r\n');
    expect(head).toMatch(/^content-type: application\/problem\+json$/im);
    expect(head).toMatch(/^connection: close$/im);
    expect(JSON.parse(body ?? '')).toMatchObject({ status: 400, code: 'invalid-field' });
  });

  it('takes no answer from a whole request before it', async () => {
    const whole = `GET /v1/things HTTP/1.1\r\nHost: x\r\nAuthorization: ${asAdmin.authorization}\r\n\r\n`;
    expect(statusesIn(await raw(`${whole}nonsense\r\n\r\n`))).toEqual(['200', '400']);
  });

  it('is answered once, also when an answer was due before its end', async () => {
    const early = post11('Transfer-Encoding: chunked', 'zz\r\n').replace('POST', 'DELETE');
    const late = early.replace('zz\r\n', '');
    const { port } = app.getHttpServer().address() as AddressInfo;
    const said = await new Promise<string>((resolve) => {
      let heard = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(late));
      socket.once('data', () => socket.write('zz\r\n'));
      socket.on('data', (part) => (heard += part.toString()));
      socket.on('close', () => resolve(heard));
    });
    expect(statusesIn(said)).toEqual(['405']);
  });

  it('is no way to another server', async () => {
    const answer = await raw('CONNECT other:443 HTTP/1.1\r\nHost: other\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 405 /);
    expect(answer).toContain('"code":"method-not-allowed"');
  });
});

describe('an expectation', () => {
  const expecting = (what: string) =>
    `POST /open/webhook HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\nExpect: ${what}\r\n\r\n7`;

  it('to go on is met', async () => {
    expect(statusesIn(await raw(expecting('100-continue')))).toEqual(['100', '201']);
  });

  it('is met after the answers that are due before it', async () => {
    const { authorization } = asAdmin;
    const slow = `GET /v1/things/held HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`;
    const answers = raw(slow + expecting('100-continue'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await get('/v1/things/let-go');
    expect(statusesIn(await answers)).toEqual(['200', '100', '201']);
    expect(await answers).toMatch(/false\}HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201/);
  });

  it('is met for one request after the other, each when its turn has come', async () => {
    const { authorization } = asAdmin;
    const get = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\nExpect: 100-continue\r\n\r\n`;
    const asked = get('/v1/nothing') + get('/v1/things/query?bogus=1') + expecting('100-continue');
    expect(statusesIn(await raw(asked))).toEqual(['100', '404', '100', '400', '100', '201']);
  });

  it('of anything else is refused with a problem', async () => {
    const answer = await raw(expecting('200-ok'));
    expect(statusesIn(answer)).toEqual(['417']);
    expect(answer).toContain('"code":"expectation-failed"');
  });
});

describe('who is slow', () => {
  let impatient: NestFastifyApplication;
  beforeAll(async () => {
    const timing = {
      headersWithin: 100,
      requestWithin: 200,
      idleFor: 100,
      stalledFor: 100,
      checkEvery: 20,
    };
    ({ app: impatient } = await thingsApp({ timing }));
    await impatient.listen(0, '127.0.0.1');
  });
  afterAll(() => impatient.close());

  it.each([
    ['says nothing', ''],
    ['does not end the headers', 'GET / HTTP/1.1\r\nHost: x\r\n'],
    ['does not send the body', post11('Content-Length: 5', '')],
    ['does not end the chunks', post11('Transfer-Encoding: chunked', '1\r\n{\r\n')],
  ])('and %s is answered 400 and cut', async (_what, text) => {
    const answer = await raw(text, impatient);
    expect(statusesIn(answer)).toEqual(['400']);
    expect(answer).toContain('The request did not arrive in time.');
  });

  it('and sends no further request is cut without a word', async () => {
    const answer = await raw('GET /problems HTTP/1.1\r\nHost: x\r\n\r\n', impatient);
    expect(statusesIn(answer)).toEqual(['200']);
  });

  it('and does not read the answer is cut', async () => {
    const server = impatient.getHttpServer();
    const { port } = server.address() as AddressInfo;
    const openConnections = () =>
      new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET /open/large HTTP/1.1\r\nHost: x\r\n\r\n'),
    ).pause();
    const isServed = new Promise((resolve) => socket.once('readable', resolve));
    await isServed;
    while ((await openConnections()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    expect(await openConnections()).toBe(0);
  });
});

it('who leaves in the middle of a request leaves no fault in the log', async () => {
  const { port } = app.getHttpServer().address() as AddressInfo;
  const before = lines.length;
  await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(post11('Content-Length: 5', '{'), () => setTimeout(() => socket.destroy(), 50));
    });
    socket.on('close', resolve);
  });
  await get('/problems');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(lines.slice(before)).toEqual([]);
});

describe('a problem', () => {
  it('of a fault tells nothing, and the log has its stack', async () => {
    const answer = await get('/open/fault?token=abc', {});
    const document = expectProblem(answer, 500, 'internal-error');
    expect(document['instance']).toBe('/open/fault');
    expect(answer.payload).not.toContain('hunter2');
    expect(lines.at(-1)).toContain('http.fixture');
    expect(lines.at(-1)).not.toContain('abc');
    expectProblem(await get('/open/strange-fault', {}), 500, 'internal-error');
  });

  it('carries what helps', async () => {
    const document = expectProblem(await get('/open/refused', {}), 422, 'insufficient-funds');
    expect(document).toEqual({
      type: '/problems/insufficient-funds',
      title: 'There are not enough funds',
      status: 422,
      detail: 'Not enough.',
      instance: '/open/refused',
      code: 'insufficient-funds',
      flowId: 'wdr_1',
      required: '5.00',
      available: '4.99',
      currency: 'EUR',
      retry: 'no',
    });
  });

  it.each(problemCodes)('has a page: %s', async (code) => {
    const answer = await get(`/problems/${code}`, {});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.payload).toContain(`<code>${code}</code>`);
  });

  it('is in the index, and what is none has no page', async () => {
    const index = (await get('/problems', {})).payload;
    for (const code of problemCodes) expect(index).toContain(`href="/problems/${code}"`);
    expectProblem(await get('/problems/constructor', {}), 404, 'not-found');
    expectProblem(await get('/problems/%3Cscript%3E', {}), 404, 'not-found');
  });
});
