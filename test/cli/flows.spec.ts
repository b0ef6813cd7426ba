import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from '../support/client';
import { ServerProcess } from '../support/process';
import { ended } from '../support/server';
import { Workplace } from './cambist';

// Every command is a process of its own: a second or more on a machine that has other things to do.
jest.setTimeout(150_000);

const KEY = 'cbk_flows_spec';
const UNKNOWN = 'dep_01a1fc12-2f97-7641-a79d-6c294c5fa800';

let place: Workplace;
let server: ServerProcess;
let client: Client;
const made: Record<'account' | 'completed' | 'refused' | 'pending', string> = {
  account: '',
  completed: '',
  refused: '',
  pending: '',
};

const deposit = async (amount: string, currency: string, source: string): Promise<string> => {
  const body = { accountId: made.account, amount, currency, source };
  const { body: answer } = await client.post('/v1/deposits', body);
  return (answer['flowId'] ?? answer['id']) as string;
};

beforeAll(async () => {
  place = new Workplace({ BOOTSTRAP_API_KEY: KEY });
  server = await ServerProcess.start(place.env);
  client = new Client(server.url, KEY);
  await client.put('/v1/rates/JPY/USD', { rate: '0.0064' });
  const limits = { deposit: { max: '100.00' } };
  const { body } = await client.post('/v1/accounts', { currency: 'USD', limits });
  made.account = body['id'] as string;
  made.completed = await deposit('10005', 'JPY', 'sim:success');
  made.refused = await deposit('20000', 'JPY', 'sim:success');
  made.pending = await deposit('1.00', 'USD', 'sim:manual');
  await ended(client, `/v1/deposits/${made.completed}`);
});
afterAll(async () => {
  await server.terminate();
  place.clear();
});

it('draws a flow beside the running server: times, conversion, postings', async () => {
  const { code, out } = await place.cambist('flows', 'show', made.completed);
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`^deposit ${made.completed}  completed\n`));
  expect(out).toMatch(/\d\d:\d\d:\d\d\.\d{3} {2}○ deposit\.requested +10005 JPY\n/);
  expect(out).toMatch(/conversion\.done +credit of 64\.03 USD at 0\.0064 \(manual\)\n/);
  expect(out).toMatch(/┊ the outside world has answered, .* later\n/);
  expect(out).toMatch(/● deposit\.completed/);
  expect(out).toMatch(new RegExp(`credit  ${made.account}  64\\.03  USD\n`));
  expect(out).not.toContain('\u001b');
});

it('tells why a flow was refused', async () => {
  const { out } = await place.cambist('flows', 'show', made.refused);
  expect(out).toMatch(/✖ deposit\.rejected +limit-exceeded\n/);
  expect(out).toContain('required 128.00 USD, available 100.00 USD (limit deposit.max)');
  expect(out).not.toContain('payment.');
});

it('prints what the API answers, as JSON and as Mermaid', async () => {
  const [json, mermaid] = await Promise.all([
    place.json('flows', 'show', made.refused),
    place.cambist('flows', 'show', made.refused, '--mermaid'),
  ]);
  const path = `/v1/flows/${made.refused}`;
  expect(json).toEqual((await client.get(path)).body);
  expect(mermaid.out).toBe((await client.get(`${path}/diagram`)).text);
});

it('lists flows newest first, and by what they are asked for', async () => {
  const listed = async (...filter: string[]): Promise<readonly string[]> => {
    const { data } = await place.json<{ data: { id: string }[] }>('flows', 'list', ...filter);
    return data.map(({ id }) => id);
  };
  const [all, last, pending, none] = await Promise.all([
    listed(),
    listed('--limit', '1'),
    listed('--status', 'pending', '--kind', 'deposit', '--account', made.account),
    listed('--kind', 'transfer'),
  ]);
  expect(all).toEqual([made.pending, made.refused, made.completed]);
  expect([last, pending, none]).toEqual([[made.pending], [made.pending], []]);

  const { out } = await place.cambist('flows', 'list', '--status', 'rejected');
  expect(out).toMatch(/^ID +STATUS +ASKED +BOOKED +CREATED +WHY NOT\n/);
  expect(out).toMatch(
    new RegExp(`${made.refused}  rejected  20000 JPY  128\\.00 USD  \\S+  limit-exceeded\n$`),
  );
});

it('answers no in one line with exit code 1, and wrong words with 2', async () => {
  const [unknown, malformed, words] = await Promise.all([
    place.cambist('flows', 'show', UNKNOWN),
    place.cambist('flows', 'show', '../secrets'),
    place.cambist('flows', 'list', '--status', 'lost'),
  ]);
  expect([unknown.code, unknown.err]).toEqual([1, `cambist: There is no flow ${UNKNOWN}.\n`]);
  expect([malformed.code, words.code]).toEqual([1, 2]);
  expect(words.err).toContain('Allowed choices are pending, completed, failed, rejected.');
});

it('looks without a server, and changes no byte of the database', async () => {
  await server.terminate();
  const bytes = (): string =>
    createHash('sha256').update(readFileSync(place.database)).digest('hex');
  const before = bytes();
  const shown = await place.cambist('flows', 'show', made.pending);
  const others = [
    await place.cambist('flows', 'list'),
    await place.cambist('keys', 'list'),
    await place.cambist('rates', 'list', '--base', 'USD'),
    await place.cambist('deadletters', 'list'),
    await place.cambist('verify'),
  ];
  expect(shown.out).toContain('┊ it waits for the outside world\n');
  expect(others.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  expect(bytes()).toBe(before);
});
