import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '../support/client';
import { ServerProcess } from '../support/process';
import { Workplace } from './cambist';

// Every command is a process of its own: a second or more on a machine that has other things to do.
jest.setTimeout(150_000);

const KEY = 'cbk_demo_spec';

interface Account {
  readonly ok: boolean;
  readonly chapters: readonly {
    readonly title: string;
    readonly flows: readonly string[];
    readonly facts: readonly { readonly says: string; readonly holds: boolean }[];
  }[];
}

let place: Workplace;
afterEach(() => {
  place.clear();
});

it('leads through a running server that it finds by itself; plain where it is piped', async () => {
  place = new Workplace({ BOOTSTRAP_API_KEY: KEY });
  const server = await ServerProcess.start(place.env);
  const { code, out, err } = await place.cambist('demo');
  const again = await place.json<Account>('demo');
  await server.terminate();

  expect([code, err]).toEqual([0, '']);
  expect(out).not.toContain('\u001b');
  expect(out).not.toContain('✖ every');
  expect(
    out
      .match(/^ {3}(deposit|withdraw|transfer) \w{3}_\S+ {2}\w+$/gm)
      ?.map((line) => line.split('  ').at(-1)),
  ).toEqual(['completed', 'rejected', 'failed', 'completed']);
  expect(out).toMatch(/withdraw\.validated +54\.00 EUR held/);
  expect(out).toMatch(/│ +54\.00 EUR no longer held/);
  expect(out).toContain('Every invariant holds.');
  expect(again.ok).toBe(true);
  expect(again.chapters.map(({ flows }) => flows.length)).toEqual([0, 1, 1, 1, 1, 0]);
});

it('lends a server in production the rates that it has not got, and takes them back', async () => {
  place = new Workplace({ NODE_ENV: 'production' });
  const { out } = await place.cambist('keys', 'create');
  const server = await ServerProcess.start(place.env);
  const client = new Client(server.url, out.trim());
  await client.put('/v1/rates/USD/EUR', { rate: '0.9' });
  const demo = await place.cambist('demo');
  const pinned = await place.json<{ data: { base: string; value: string }[] }>('rates', 'list');
  await server.terminate();

  expect([demo.code, demo.out]).toEqual([
    0,
    expect.stringContaining('For the tour these rates are pinned: CHF/EUR, CHF/JPY.\n'),
  ]);
  expect(demo.out).toContain('90.00 EUR');
  expect(pinned.data).toMatchObject([{ base: 'USD', value: '0.9' }]);
});

it('says what to do where no server runs', async () => {
  place = new Workplace();
  const [alone, keyless, wrong] = await Promise.all([
    place.cambist('demo'),
    place.run(['demo'], { CAMBIST_URL: 'http://127.0.0.1:9' }),
    place.run(['demo'], { CAMBIST_URL: 'http://127.0.0.1:9', CAMBIST_API_KEY: 'k' }),
  ]);
  expect([alone.code, keyless.code, wrong.code]).toEqual([1, 1, 1]);
  expect(alone.err).toContain('npm start');
  expect(alone.err).toContain('npm run demo');
  expect(keyless.err).toContain('CAMBIST_API_KEY');
  expect(wrong.err).toContain('nobody answers at CAMBIST_URL');
});

it('ends with 1 when something is not as told', async () => {
  place = new Workplace({ BOOTSTRAP_API_KEY: KEY });
  const server = await ServerProcess.start(place.env);
  const liar = await lyingAbout('/v1/ledger/verify', server.url);
  const { port } = liar.address() as AddressInfo;
  const env = { CAMBIST_URL: `http://127.0.0.1:${String(port)}/`, CAMBIST_API_KEY: KEY };
  const { code, out, err } = await place.run(['demo'], env);
  liar.close();
  await server.terminate();

  expect(code).toBe(1);
  expect(out).toContain('✖ every invariant holds\n     not as promised: expected true, got false');
  expect(err).toBe('cambist: something was not as promised: see ✖ above.\n');
});

/** Stands before the server, and turns `"ok":true` of one path into its opposite. */
async function lyingAbout(path: string, url: string): Promise<Server> {
  const liar = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = '', 'content-type': type, 'idempotency-key': key } = request.headers;
      const answer = await fetch(`${url}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization,
          ...(type !== undefined && { 'content-type': type }),
          ...(typeof key === 'string' && { 'idempotency-key': key }),
        },
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      response.statusCode = answer.status;
      response.end(request.url === path ? text.replace('"ok":true', '"ok":false') : text);
    })();
  });
  await new Promise<void>((resolve) => {
    liar.listen(0, '127.0.0.1', resolve);
  });
  return liar;
}
