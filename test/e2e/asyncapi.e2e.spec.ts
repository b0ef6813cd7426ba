import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import lock from '../tidy/message-types.lock.json';
import { EventReader } from '../support/event-reader';
import { ended, serve, type TestServer } from '../support/server';

/**
 * Every event that there is, made to happen once, and read from the stream as a customer reads it.
 * `RECORD_EVENTS=1` keeps them as the examples of the document.
 */

type Told = Readonly<Record<string, unknown>> & { readonly type: string };
interface Message {
  readonly payload: object;
  readonly examples?: readonly { readonly payload: Told }[];
}
interface AsyncApi {
  readonly components: { readonly messages: Readonly<Record<string, Message>> };
}

const examples = join(__dirname, '..', '..', 'src', 'api', 'events', 'event-examples.json');

let server: TestServer;
let document: AsyncApi;
let told: readonly Told[];
beforeAll(async () => {
  server = await serve({ env: { PAYMENT_DEADLINE: '1' } });
  document = (await server.client.get<AsyncApi>('/docs/asyncapi.json')).body;
  const reader = await EventReader.open(server.client, '?after=0');
  await playEverything();
  told = await firstOfEach(reader);
  await reader.leave();
  if (process.env['RECORD_EVENTS'] === '1') record(told);
}, 30_000);
afterAll(() => server.stop());

interface Begun {
  readonly id: string;
  readonly payment: { readonly id: string };
}
const post = async (path: string, body?: object): Promise<Begun> =>
  (await server.client.post<Begun>(path, body)).body;

/** Begins a flow, and waits for its end; one that is rejected has ended when it is answered. */
async function play(path: string, order: object): Promise<void> {
  const { body } = await server.client.post<{ id?: string; flowId?: string }>(path, order);
  const id = body.id ?? body.flowId;
  expect(id).toBeDefined();
  await ended(server.client, `${path}/${String(id)}`);
}

async function playEverything(): Promise<void> {
  await administer();
  const euros = await accountOf('EUR');
  const dollars = await accountOf('USD');
  await server.client.put('/v1/rates/EUR/USD', { rate: '1.0842' });
  await deposits(euros, dollars);
  await withdrawals(dollars);
  await transfers(dollars, euros);
  await server.client.send('DELETE', '/v1/rates/EUR/USD');
  await payments(euros);
}

async function administer(): Promise<void> {
  await server.client.send('PATCH', '/v1/settings', { spreadBasisPoints: 50 });
  await server.client.put('/v1/currencies/GOLD', { exponent: 3, name: 'Gold' });
  await server.client.put('/v1/currencies/GOLD', { exponent: 3, name: 'Gold, in grams' });
  const { id } = await post('/v1/keys', { name: 'till 7', role: 'member' });
  await server.client.send('DELETE', `/v1/keys/${id}`);
}

/** Everything that can happen to one, and it is open again in the end. */
async function accountOf(currency: string): Promise<string> {
  const { id } = await post('/v1/accounts', {
    currency,
    name: 'Savings',
    limits: { deposit: { max: '1000.00', daily: '1500.00' } },
    metadata: { customer: '4711' },
  });
  await server.client.send('PATCH', `/v1/accounts/${id}`, { name: 'Holidays' });
  await post(`/v1/accounts/${id}/freeze`);
  await post(`/v1/accounts/${id}/unfreeze`);
  await post(`/v1/accounts/${(await post('/v1/accounts', { currency })).id}/close`);
  return id;
}

async function deposits(euros: string, dollars: string): Promise<void> {
  const { id: quoteId } = await post('/v1/quotes', { from: 'EUR', to: 'USD', amount: '100.00' });
  const order = { amount: '100.00', currency: 'EUR', source: 'sim:success' };
  const metadata = { order: '2026-0815' };
  await play('/v1/deposits', { ...order, accountId: dollars, quoteId, metadata });
  await play('/v1/deposits', { ...order, accountId: euros, source: 'sim:decline' });
  await play('/v1/deposits', { ...order, accountId: euros, amount: '1000.01' });
  // A quote serves one flow.
  await play('/v1/deposits', { ...order, accountId: dollars, quoteId });
}

async function withdrawals(accountId: string): Promise<void> {
  const order = { accountId, amount: '25.00', currency: 'EUR', destination: 'sim:success' };
  await play('/v1/withdrawals', order);
  await play('/v1/withdrawals', { ...order, destination: 'sim:decline' });
  await play('/v1/withdrawals', { ...order, amount: '1000.00' });
}

async function transfers(fromAccountId: string, toAccountId: string): Promise<void> {
  const order = { fromAccountId, toAccountId, amount: '10.00', currency: 'EUR' };
  await play('/v1/transfers', order);
  await play('/v1/transfers', { ...order, amount: '1000.00' });
}

/** An answer that is lost, a word that cannot be true, and a deadline that comes. */
async function payments(accountId: string): Promise<void> {
  const order = { accountId, amount: '10.00', currency: 'EUR', source: 'sim:manual' };
  await post('/v1/deposits', { ...order, source: 'sim:timeout-paid' });
  const { payment } = await post('/v1/deposits', order);
  await webhook(payment.id, '9.99');
}

async function webhook(paymentId: string, amount: string): Promise<void> {
  const { body } = await server.client.get<{ webhookUrl: string; webhookSecret: string }>(
    '/v1/providers/simulator',
  );
  const data = { paymentId, providerReference: 'sim_1', amount, currency: 'EUR', reason: null };
  const said = JSON.stringify({ type: 'payment.succeeded', data });
  const at = new Date();
  await server.client.send('POST', new URL(body.webhookUrl).pathname, said, {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(body.webhookSecret).sign('msg_1', at, said),
  });
}

/** Waits until every type has come, or ten seconds: what is missing then is said by a test. */
async function firstOfEach(reader: EventReader): Promise<readonly Told[]> {
  const first = () => {
    const events = reader.events as readonly Told[];
    return lock.events.flatMap((type) => events.find((event) => event.type === type) ?? []);
  };
  for (let waited = 0; waited < 500 && first().length < lock.events.length; waited++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return first();
}

function record(events: readonly Told[]): void {
  const byType = Object.fromEntries(events.map((event) => [event.type, event]));
  writeFileSync(examples, `${JSON.stringify(byType, null, 2)}\n`);
}

/** What two recordings of one event have in common: its data, but for ids and times. */
const alike = (event: Told | undefined): unknown =>
  JSON.parse(
    JSON.stringify({ type: event?.type, data: event?.['data'] })
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<="sim_)[0-9a-f]{24}/g, 'an id')
      .replace(/\d{4}-\d{2}-\d{2}T[0-9:.]+Z/g, 'a moment')
      .replace(/\d{4}-\d{2}-\d{2}(?=")/g, 'a day'),
  );

const misfits = (type: string, event: Told | undefined): unknown => {
  const ajv = new Ajv({ strict: false });
  addFormats(ajv);
  ajv.addSchema(document, 'asyncapi');
  const fits = ajv.getSchema(`asyncapi#/components/messages/${type}/payload`);
  return fits?.(event) === true ? [] : (fits?.errors ?? 'is not described');
};

it('every event that there is can be made to happen, and comes on the stream', () => {
  expect(told.map(({ type }) => type)).toEqual(lock.events);
});

it.each(lock.events)('%s comes as it is described, and as its example shows', (type) => {
  const event = told.find((one) => one.type === type);
  const example = document.components.messages[type]?.examples?.[0]?.payload;
  expect(misfits(type, event)).toEqual([]);
  expect(misfits(type, example)).toEqual([]);
  // Otherwise: RECORD_EVENTS=1 npx jest test/e2e/asyncapi, and then npm run docs:openapi.
  expect(alike(example)).toEqual(alike(event));
});

it('an event of another type does not fit the description of a type', () => {
  const [event] = told;
  expect(misfits('deposit.completed', event)).not.toEqual([]);
});

it('shows of an API key nothing by which it is recognised', () => {
  expect(JSON.stringify(document)).not.toContain('"hash"');
});
