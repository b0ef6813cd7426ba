import { Client } from '../support/client';
import { FaultyDepositsModule, planted } from '../support/faulty-deposits';
import { ServerProcess } from '../support/process';
import { RateSource } from '../support/rate-source';
import { ended, serve } from '../support/server';
import { Workplace } from './cambist';

// Every command is a process of its own: a second or more on a machine that has other things to do.
jest.setTimeout(150_000);

const KEY = 'cbk_operator_spec';

interface Letter {
  readonly id: string;
  readonly flowId: string;
  readonly status: string;
}

let place: Workplace;
beforeEach(() => {
  place = new Workplace({ BOOTSTRAP_API_KEY: KEY });
});
afterEach(() => {
  place.clear();
});

const letters = async (...filters: string[]): Promise<readonly Letter[]> =>
  (await place.json<{ data: Letter[] }>('deadletters', 'list', ...filters)).data;

/** A server in which every deposit is a fault, and as many deposits that became dead letters. */
async function withLetters(count: number) {
  planted.throws = true;
  const server = await serve({ env: place.env, extra: [FaultyDepositsModule] });
  const client = new Client(server.url, KEY);
  const { body } = await client.post('/v1/accounts', { currency: 'EUR' });
  const deposit = { accountId: body['id'], amount: '5.00', currency: 'EUR', source: 'sim:success' };
  for (let made = 0; made < count; made++) {
    await client.post('/v1/deposits', deposit, `order-${String(made)}`);
  }
  return { server, client, deposit };
}

it('lists dead letters with their fault, and retries one through the running server', async () => {
  const { server, client } = await withLetters(1);
  const listed = await place.cambist('deadletters', 'list');
  const [letter] = await letters();
  const { id = '', flowId = '' } = letter ?? {};
  const faulty = await place.cambist('deadletters', 'retry', id);
  planted.throws = false;
  const retried = await place.cambist('deadletters', 'retry', id);
  const { status } = await ended(client, `/v1/deposits/${flowId}`);
  await server.stop();

  expect(listed.out).toMatch(
    new RegExp(`${id}  parked  deposit\\.request  ${flowId}  .*Error: planted\n`),
  );
  expect([faulty.code, faulty.err]).toEqual([1, expect.stringMatching(/^cambist: .*\n$/)]);
  expect([retried.code, retried.out]).toEqual([
    0,
    `${id} was carried.\nSee it: cambist flows show ${flowId}\n`,
  ]);
  expect([retried.err, status]).toEqual(['', 'completed']);
});

it('discards a dead letter, through the running server and without one', async () => {
  const { server } = await withLetters(2);
  const [last, first] = await letters();
  const online = await place.cambist('deadletters', 'discard', last?.id ?? '');
  await server.stop();
  const offline = await place.cambist('deadletters', 'discard', first?.id ?? '', '--json');
  const retried = await place.cambist('deadletters', 'retry', last?.id ?? '');
  const unknown = await place.cambist('deadletters', 'discard', 'dlt_nobody');

  expect(online).toEqual({
    code: 0,
    out: `${last?.id ?? ''} was discarded, and is never carried.\n`,
    err: '',
  });
  expect(JSON.parse(offline.out)).toMatchObject({ id: first?.id, status: 'discarded' });
  expect(retried.out).toBe(`${last?.id ?? ''} was discarded, and is not carried.\n`);
  expect([unknown.code, unknown.err]).toEqual([
    1,
    'cambist: There is no dead letter dlt_nobody.\n',
  ]);
  expect(await letters('--status', 'parked')).toEqual([]);
  expect(await letters('--status', 'discarded')).toHaveLength(2);
});

it('retries without a server; what is outside waits for the next start', async () => {
  const { server, deposit } = await withLetters(2);
  await server.stop();
  const [last] = await letters('--status', 'parked');
  const { id = '', flowId = '' } = last ?? {};
  const retried = await place.cambist('deadletters', 'retry', id, '--json');
  const again = await place.cambist('deadletters', 'retry', id);
  const unknown = await place.cambist('deadletters', 'retry', 'dlt_nobody');
  const pending = await place.cambist('flows', 'show', flowId);

  expect([retried.code, JSON.parse(retried.out)]).toEqual([
    0,
    expect.objectContaining({ id, status: 'resolved' }),
  ]);
  expect(retried.err).toMatch(/^No server is running: 1 call\(s\) .* wait in the outbox/);
  expect([again.code, unknown.code]).toEqual([0, 1]);
  expect(pending.out).toContain('┊ it waits for the outside world');
  expect((await letters('--status', 'parked')).length).toBe(1);

  const next = await ServerProcess.start(place.env);
  const client = new Client(next.url, KEY);
  const completed = await ended(client, `/v1/deposits/${flowId}`);
  const repeated = await client.post('/v1/deposits', deposit, 'order-1');
  await next.terminate();
  expect(completed).toMatchObject({ status: 'completed' });
  expect([repeated.status, repeated.body['id']]).toEqual([201, flowId]);
  expect(repeated.headers.get('idempotent-replayed')).toBe('true');
});

describe('without a server, where rates are fetched', () => {
  const GBP_TO_EUR = '1.5';
  let source: RateSource;
  beforeEach(async () => {
    source = await RateSource.open();
    place.clear();
    place = new Workplace({ BOOTSTRAP_API_KEY: KEY, RATES_URL: source.url });
  });
  afterEach(() => source.close());

  /** A deposit of pounds into euros that became a dead letter; the server is gone by then. */
  const parkedPounds = async (): Promise<Letter> => {
    planted.throws = true;
    const asOf = new Date(Date.now() - 60_000).toISOString();
    source.says(JSON.stringify({ base: 'GBP', asOf, rates: { EUR: GBP_TO_EUR } }));
    const server = await serve({ env: place.env, extra: [FaultyDepositsModule] });
    const client = new Client(server.url, KEY);
    const { body } = await client.post('/v1/accounts', { currency: 'EUR' });
    await client.post('/v1/deposits', {
      accountId: body['id'],
      amount: '10.00',
      currency: 'GBP',
      source: 'sim:success',
    });
    await server.stop();
    const [letter] = await letters();
    if (letter === undefined) throw new Error('Nothing was parked.');
    return letter;
  };

  it('uses those that were kept, and asks nobody for others', async () => {
    const { id, flowId } = await parkedPounds();
    const { asked } = source;
    source.says('', 500);
    const rates = await place.cambist('rates', 'list', '--base', 'GBP');
    const retried = await place.cambist('deadletters', 'retry', id);
    const flow = await place.cambist('flows', 'show', flowId);

    expect(rates.out).toMatch(new RegExp(`\\nGBP +EUR +${GBP_TO_EUR} +http +\\S+\\n$`));
    expect(retried.code).toBe(0);
    expect(flow.out).toContain('15.00');
    expect(source.asked).toBe(asked);
  });

  it('begins no flow with those that are too old, nor with the sample table', async () => {
    const { id, flowId } = await parkedPounds();
    const tooOld = { RATES_MAX_AGE: '1' };
    const rates = await place.run(['rates', 'list', '--base', 'GBP'], tooOld);
    const retried = await place.run(['deadletters', 'retry', id], tooOld);
    const flow = await place.cambist('flows', 'show', flowId);

    expect(rates.out).toBe('No rates.\n');
    expect(retried.out).toBe(`${id} was turned away for now, and stays parked.\n`);
    expect([flow.code, flow.out]).toEqual([1, '']);
  });

  it('has no rates where none were ever fetched', async () => {
    await place.json('keys', 'create');
    expect((await place.cambist('rates', 'list', '--base', 'GBP')).out).toBe('No rates.\n');
  });
});

it('makes, lists and revokes keys, and pins rates, through the running server', async () => {
  const server = await ServerProcess.start(place.env);
  const { id, key } = await place.json<{ id: string; key: string }>(
    'keys',
    'create',
    '--name',
    'shop',
  );
  const client = new Client(server.url, key);
  const pinned = await place.cambist('rates', 'pin', 'USD', 'EUR', '0.92');
  const seen = await client.get('/v1/rates/USD/EUR');
  const listed = await place.cambist('rates', 'list');
  const unpinned = await place.cambist('rates', 'unpin', 'USD', 'EUR');
  const refused = await place.cambist('rates', 'unpin', 'USD', 'EUR');
  const revoked = await place.cambist('keys', 'revoke', id);
  const after = await client.get('/v1/accounts');
  const keys = await place.cambist('keys', 'list');
  await server.terminate();

  expect([pinned.out, seen.body['value'], seen.body['source']]).toEqual([
    '1 USD is 0.92 EUR from now on.\n',
    '0.92',
    'manual',
  ]);
  expect(listed.out).toMatch(/^BASE +QUOTE +RATE +SOURCE +AS OF\nUSD +EUR +0\.92 +manual +\S+\n$/);
  expect([unpinned.code, refused.code]).toEqual([0, 1]);
  expect(refused.err).toBe('cambist: No rate is pinned for this pair.\n');
  expect([revoked.out, after.status]).toEqual([`${id} (shop) was revoked.\n`, 401]);
  expect(keys.out).toMatch(new RegExp(`${id}  shop +admin  \\S+  \\S+\n`));
  expect(keys.out).not.toContain(key);
});

it('does the same without a server', async () => {
  const { id, key } = await place.json<{ id: string; key: string }>(
    'keys',
    'create',
    '--role',
    'member',
  );
  const kept = await place.json<{ key: string }>('keys', 'create');
  const revoked = await place.json('keys', 'revoke', id);
  const pinned = await place.json('rates', 'pin', 'USD', 'EUR', '0.920');
  const refusals = [
    await place.cambist('keys', 'revoke', 'key_nobody'),
    await place.cambist('rates', 'pin', 'USD', 'USD', '1'),
    await place.cambist('rates', 'pin', 'USD', 'EUR', '1e3'),
    await place.cambist('rates', 'pin', 'USD', 'QQQ', '1'),
  ];
  expect(revoked).toMatchObject({ id, role: 'member', revokedAt: expect.stringMatching(/Z$/) });
  expect(pinned).toMatchObject({ base: 'USD', quote: 'EUR', value: '0.92', source: 'manual' });
  expect(refusals.map(({ code, out }) => [code, out])).toEqual(Array(4).fill([1, '']));

  const server = await ServerProcess.start(place.env);
  const statuses = await Promise.all(
    [key, kept.key].map(
      async (each) => (await new Client(server.url, each).get('/v1/keys')).status,
    ),
  );
  const rate = await new Client(server.url, kept.key).get('/v1/rates/USD/EUR');
  await server.terminate();
  expect([statuses, rate.body['value']]).toEqual([[401, 200], '0.92']);
});
