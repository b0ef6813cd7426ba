import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { exampleId } from '../../src/http/fields';
import { Providers, type PaymentProvider } from '../../src/providers/provider.port';
import { FaultyDepositsModule, planted } from '../support/faulty-deposits';
import { operationsIn, type OpenApi, type Operation } from '../support/openapi';
import { ended, serve, type TestServer } from '../support/server';

/** Every example of the document, as it stands there: only its ids become those of real things. */

const written = readFileSync(join(__dirname, '..', '..', 'docs', 'openapi.json'), 'utf8');
const operations = operationsIn(JSON.parse(written) as OpenApi);

let server: TestServer;
beforeAll(async () => {
  server = await serve({ extra: [FaultyDepositsModule] });
});
afterAll(() => server.stop());

interface Made {
  readonly id: string;
  readonly payment: { readonly id: string };
}
const make = async (path: string, body: object): Promise<Made> =>
  (await server.client.post<Made>(path, body)).body;

const account = async () => (await make('/v1/accounts', { currency: 'EUR' })).id;

const deposit = (accountId: string, source: string) =>
  make('/v1/deposits', { accountId, amount: '100.00', currency: 'EUR', source });

async function withdrawal(accountId: string): Promise<string> {
  const order = { accountId, amount: '1.00', currency: 'EUR', destination: 'sim:success' };
  return (await make('/v1/withdrawals', order)).id;
}

async function fundedAccount(): Promise<string> {
  const id = await account();
  await ended(server.client, `/v1/deposits/${(await deposit(id, 'sim:success')).id}`);
  return id;
}

async function deadLetter(): Promise<string> {
  planted.throws = true;
  const { status } = await server.client.post('/v1/deposits', {
    accountId: await account(),
    amount: '1.00',
    currency: 'EUR',
    source: 'sim:success',
  });
  planted.throws = false;
  expect(status).toBe(500);
  const { body } = await server.client.get<{ data: { id: string }[] }>('/v1/dead-letters');
  return body.data[0]?.id ?? '';
}

/** What stands behind the id that an example shows: made anew for each of them. */
const things: Readonly<Record<string, () => Promise<string>>> = {
  [exampleId('acc')]: fundedAccount,
  [exampleId('acc', 2)]: account,
  [exampleId('dep')]: async () => (await deposit(await account(), 'sim:success')).id,
  [exampleId('wdr')]: async () => withdrawal(await fundedAccount()),
  [exampleId('trf')]: async () => {
    const [fromAccountId, toAccountId] = [await fundedAccount(), await account()];
    const order = { fromAccountId, toAccountId, amount: '1.00', currency: 'EUR' };
    return (await make('/v1/transfers', order)).id;
  },
  [exampleId('pay')]: async () => (await deposit(await account(), 'sim:manual')).payment.id,
  [exampleId('quo')]: async () =>
    (await make('/v1/quotes', { from: 'EUR', to: 'USD', amount: '1.00' })).id,
  [exampleId('key')]: async () => (await make('/v1/keys', { name: 'soon revoked' })).id,
  [exampleId('dlt')]: deadLetter,
  [exampleId('ten')]: async () => (await simulator()).webhookUrl.split('/').at(-1) ?? '',
};

const simulator = async () =>
  (
    await server.client.get<{ webhookUrl: string; webhookSecret: string }>(
      '/v1/providers/simulator',
    )
  ).body;

/** What must be so before an example can work. */
const before: Readonly<Record<string, () => Promise<unknown>>> = {
  unpinRate: () => server.client.put('/v1/rates/EUR/USD', { rate: '1.0842' }),
};

/**
 * A deposit or withdrawal that its provider has turned away for now, and that can be cancelled
 * until it is asked again.
 */
async function turnedAway(path: string, make: () => Promise<string>): Promise<string> {
  const { provider } = server.app.get(Providers).named('simulator') as {
    readonly provider: PaymentProvider;
  };
  jest.spyOn(provider, 'submit').mockResolvedValue({ kind: 'try-later', detail: 'Not now.' });
  const id = await make();
  for (let tried = 0; tried < 200; tried++) {
    const { status } = await server.client.post(`${path}/${id}/cancel?dryRun=true`);
    if (status === 200) return id;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${path}/${id} was never turned away.`);
}
afterEach(() => jest.restoreAllMocks());

/** Where another thing is due than in most examples. */
const instead: Readonly<Record<string, typeof things>> = {
  closeAccount: { [exampleId('acc')]: account },
  // A moment at which the account was there.
  readBalance: {
    [encodeURIComponent('2026-11-21T09:30:00.000Z')]: async () =>
      encodeURIComponent(new Date().toISOString()),
  },
  cancelDeposit: {
    [exampleId('dep')]: async () => {
      const accountId = await account();
      return turnedAway('/v1/deposits', async () => (await deposit(accountId, 'sim:success')).id);
    },
  },
  cancelWithdrawal: {
    [exampleId('wdr')]: async () => {
      const accountId = await fundedAccount();
      return turnedAway('/v1/withdrawals', () => withdrawal(accountId));
    },
  },
};

interface Example {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

function exampleOf({ path, parameters = [], requestBody }: Operation): Example {
  const shown = (where: string) =>
    parameters
      .filter((parameter) => parameter.in === where && parameter.example !== undefined)
      .map(({ name, example }) => [name, String(example)] as const);
  const filled = shown('path').reduce(
    (text, [name, value]) => text.replace(`{${name}}`, value),
    path,
  );
  const query = new URLSearchParams(shown('query').map(([name, value]) => [name, value]));
  return {
    path: `${filled}${query.size > 0 ? `?${query.toString()}` : ''}`,
    headers: Object.fromEntries(shown('header')),
    body: requestBody?.content['application/json'].example,
  };
}

async function withRealIds(name: string, example: Example): Promise<Example> {
  let text = JSON.stringify(example);
  for (const [shown, thing] of Object.entries({ ...things, ...instead[name] })) {
    if (text.includes(shown)) text = text.replaceAll(shown, await thing());
  }
  return JSON.parse(text) as Example;
}

/** The bytes are signed in the moment in which they are sent. */
async function signed(example: Example): Promise<Example> {
  const id = example.headers['webhook-id'] ?? '';
  const at = new Date();
  const signature = new Webhook((await simulator()).webhookSecret).sign(
    id,
    at,
    JSON.stringify(example.body),
  );
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': signature,
  };
  return { ...example, headers };
}

const hasNoEnd = ({ responses }: Operation): boolean =>
  responses['200']?.content?.['text/event-stream'] !== undefined;

it('works as it is shown: streamEvents', async () => {
  const [stream] = operations.filter(hasNoEnd).map(exampleOf);
  const hangUp = new AbortController();
  const answer = await fetch(`${server.url}${stream?.path ?? ''}`, {
    headers: { authorization: `Bearer ${server.client.apiKey}`, 'last-event-id': '0' },
    signal: hangUp.signal,
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  hangUp.abort();
});

const answered = operations.filter((operation) => !hasNoEnd(operation));
it.each(answered.map((operation) => [operation.operationId, operation] as const))(
  'works as it is shown: %s',
  async (name, operation) => {
    await before[name]?.();
    const filled = await withRealIds(name, exampleOf(operation));
    const { path, headers, body } = name === 'receiveWebhook' ? await signed(filled) : filled;
    const { status, text } = await server.client.send(operation.method, path, body, headers);
    expect([status < 300, text]).toEqual([true, text]);
  },
);
