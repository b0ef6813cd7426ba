import { describeOnPostgres } from '../../src/store/postgres/database.fixture';
import { Workplace } from '../cli/cambist';
import { aPostgresDatabase, type TestDatabase } from '../support/database';
import { FaultyDepositsModule, planted } from '../support/faulty-deposits';
import { ended, serve, type TestServer } from '../support/server';

describeOnPostgres('a command beside a server on PostgreSQL', () => {
  let database: TestDatabase;
  let server: TestServer;
  let place: Workplace;

  beforeAll(async () => {
    database = await aPostgresDatabase();
    server = await serve({ env: { DATABASE_URL: database.url }, extra: [FaultyDepositsModule] });
    place = new Workplace({ DATABASE_URL: database.url });
  });
  afterAll(async () => {
    place.clear();
    await server.stop();
    await database.drop();
  });

  it('retries a dead letter itself, and leaves the call to the server without a false word', async () => {
    const { client } = server;
    const accountId = (await client.post('/v1/accounts', { currency: 'EUR' })).body['id'];
    const order = { accountId, amount: '5.00', currency: 'EUR', source: 'sim:success' };
    planted.throws = true;
    await client.post('/v1/deposits', order);
    planted.throws = false;
    const { body } = await client.get<{ data: { id: string; flowId: string }[] }>(
      '/v1/dead-letters',
    );
    const [{ id, flowId } = { id: '', flowId: '' }] = body.data;

    const retried = await place.cambist('deadletters', 'retry', id);

    expect(retried).toEqual({
      code: 0,
      out: `${id} was carried.\nSee it: cambist flows show ${flowId}\n`,
      err: expect.stringContaining(
        '1 call(s) to the outside world wait in the outbox for a server',
      ),
    });
    // Long before a lease would have run out: the command has none of a call that it does not make.
    expect(await ended(client, `/v1/deposits/${flowId}`)).toMatchObject({ status: 'completed' });
  });
});
