import { Injectable, Module } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { randomUUID } from 'node:crypto';
import { filter, map, type Observable } from 'rxjs';
import { DepositRequestedEvent } from '../../src/flows/deposit/deposit.messages';
import type { Message } from '../../src/kernel/message';
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
