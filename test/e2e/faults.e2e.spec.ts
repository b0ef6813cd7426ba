import { Injectable, Module } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { filter, map, type Observable } from 'rxjs';
import { DepositRequestedEvent } from '../../src/flows/deposit/deposit.messages';
import { Turns } from '../../src/engine/turns';
import type { World } from '../../src/engine/world';
import type { Message } from '../../src/kernel/message';
import { aDeadLetter, ids } from '../../src/store/store.fixture';
import { ReadStore } from '../../src/store/store.port';
import { ended, serve, type TestServer } from '../support/server';

const planted = { throws: false };

/** A saga of somebody's own with a fault in its operator: nothing for any event, or a throw. */
@Injectable()
class FaultySaga {
  @Saga()
  readonly faulty = (events$: Observable<Message>): Observable<Message> =>
    events$.pipe(
      filter(({ type }) => type === DepositRequestedEvent.type),
      map((event) => {
        const { requested } = (event as DepositRequestedEvent).data;
        if (planted.throws && requested.amount === '13.13') throw new Error('planted, secret=42');
        return event;
      }),
      filter(() => false),
    );
}

@Module({ providers: [FaultySaga] })
class FaultyModule {}

let server: TestServer;
beforeAll(async () => {
  server = await serve({ extra: [FaultyModule] });
});
afterAll(async () => {
  await server.stop();
});

it('answers 500 with the flow id, keeps the message, and runs it once when it is retried', async () => {
  const { client } = server;
  const account = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'] as string;
  const body = (amount: string) => ({
    accountId: account,
    amount,
    currency: 'EUR',
    source: 'sim:success',
  });
  const key = randomUUID();
  planted.throws = true;

  const [before, faulty, after] = await Promise.all([
    client.post('/v1/deposits', body('1.00')),
    client.post('/v1/deposits', body('13.13'), key),
    client.post('/v1/deposits', body('2.00')),
  ]);
  expect([before.status, faulty.status, after.status]).toEqual([201, 500, 201]);
  expect(faulty.body).toMatchObject({ code: 'internal-error', status: 500, retry: 'same-key' });
  expect(faulty.text).not.toContain('secret=42');
  const flowId = faulty.body['flowId'] as string;
  expect(flowId).toMatch(/^dep_/);
  expect((await client.get(`/v1/flows/${flowId}`)).status).toBe(404);
  expect((await client.get(`/v1/deposits/${flowId}`)).status).toBe(404);

  const listed = await client.get<{ data: { id: string; flowId: string; status: string }[] }>(
    '/v1/dead-letters',
  );
  expect(listed.body.data).toMatchObject([{ flowId, status: 'parked' }]);
  expect((await client.post('/v1/deposits', body('4.00'))).status).toBe(201);

  planted.throws = false;
  const id = listed.body.data[0]?.id ?? '';
  const [first, second] = await Promise.all([
    client.post(`/v1/dead-letters/${id}/retry`),
    client.post(`/v1/dead-letters/${id}/retry`),
  ]);
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(first.body).toMatchObject({ id, status: 'resolved' });
  expect(await ended(client, `/v1/deposits/${flowId}`)).toMatchObject({ status: 'completed' });

  const again = await client.post('/v1/deposits', body('13.13'), key);
  expect([again.status, again.body['id'], again.headers.get('idempotent-replayed')]).toEqual([
    201,
    flowId,
    'true',
  ]);
  const { body: read } = await client.get<{ balance: { posted: string } }>(
    `/v1/accounts/${account}`,
  );
  expect(read.balance.posted).toBe('20.13');
});

it('of a bulk tells items that may be done yet from those that were refused', async () => {
  const { client } = server;
  const accountId = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'];
  const [deposit, outside] = [
    { kind: 'deposit', source: 'sim:success' },
    { kind: 'withdraw', destination: 'sim:success' },
  ];
  const items = [
    { ...deposit, amount: '1.00' },
    { ...deposit, amount: '13.13' },
    { ...outside, amount: '99.00' },
  ].map((item) => ({ ...item, accountId, currency: 'EUR', idempotencyKey: randomUUID() }));
  const told = async () => (await client.post('/v1/bulk', { items })).body;

  planted.throws = true;
  expect(await told()).toMatchObject({
    refused: 1,
    unknown: 1,
    results: [{ status: 201 }, { status: 500 }, { status: 422 }],
  });

  planted.throws = false;
  expect(await told()).toMatchObject({
    refused: 1,
    unknown: 0,
    results: [{ status: 201 }, { status: 201 }, { status: 422 }],
  });
});

it('tells a request without a key not to come again, and its dead letter may be discarded', async () => {
  const { client } = server;
  const accountId = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'];
  planted.throws = true;
  const order = { accountId, amount: '13.13', currency: 'EUR', source: 'sim:success' };
  const faulty = await client.post('/v1/deposits', order);
  planted.throws = false;
  expect([faulty.status, faulty.body['retry']]).toEqual([500, 'no']);

  const { data } = (await client.get<{ data: { id: string }[] }>('/v1/dead-letters')).body;
  const path = `/v1/dead-letters/${data[0]?.id ?? ''}`;
  const discarded = await client.post(`${path}/discard`);
  const retried = await client.post(`${path}/retry`);
  expect([discarded.status, discarded.body['status']]).toEqual([200, 'discarded']);
  expect([retried.status, retried.body]).toEqual([200, discarded.body]);
  const flow = await client.get(`/v1/deposits/${String(faulty.body['flowId'])}`);
  expect(flow.status).toBe(404);
  const elsewhere = '/v1/dead-letters/dlt_0192f0c1-2345-7abc-8def-0123456789ab/discard';
  expect((await client.post(elsewhere)).status).toBe(404);
});

it('does not discard what a flow waits for', async () => {
  const { client } = server;
  const { id: tenantId } = (await server.app.get(ReadStore, { strict: false }).tenants())[0]!;
  const letter = aDeadLetter(tenantId, ids.next('dep'), { causationId: ids.next('tsk') });
  await new Promise<void>((resolve, lost) => {
    const run = (turn: World) => {
      turn.putLetter(letter);
      return Promise.resolve(resolve);
    };
    server.app.get(Turns, { strict: false }).add({ wanted: { tenants: [tenantId] }, run, lost });
  });
  const refused = await client.post(`/v1/dead-letters/${letter.id}/discard`);
  expect([refused.status, refused.body['code']]).toEqual([422, 'dead-letter-needed']);
  const { body } = await client.get<{ data: unknown[] }>('/v1/dead-letters');
  expect(body.data).toContainEqual(expect.objectContaining({ id: letter.id, status: 'parked' }));
});
