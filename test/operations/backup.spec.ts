import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '../support/client';
import { ServerProcess } from '../support/process';
import { aCopiedDatabase, cambist, describeCopies, type Copied } from './copies';

const ADMIN_KEY = 'cbk_backup';
const env = { BOOTSTRAP_API_KEY: ADMIN_KEY, MASTER_KEY: Buffer.alloc(32, 7).toString('base64') };

/** A transfer and the key under which it was asked for. */
const send = (client: Client, [from, to]: readonly string[], key: string) =>
  client.post(
    '/v1/transfers',
    { fromAccountId: from, toAccountId: to, amount: '1.00', currency: 'EUR' },
    key,
  );

describeCopies('a backup that is taken under load', () => {
  let copied: Copied;
  const running: ServerProcess[] = [];
  beforeAll(async () => {
    copied = await aCopiedDatabase();
  });
  afterAll(async () => {
    await Promise.all(running.map((server) => server.kill()));
    await copied.clear();
  });
  const start = async (url: string): Promise<Client> => {
    const server = await ServerProcess.start({ ...env, DATABASE_URL: url });
    running.push(server);
    return new Client(server.url, ADMIN_KEY);
  };

  it('is restored with all that was answered before it began, and every invariant holds', async () => {
    const client = await start(copied.database.url);
    const open = { currency: 'EUR', overdraft: '1000000.00' };
    const opened = await Promise.all([1, 2].map(() => client.post('/v1/accounts', open)));
    const accounts = opened.map(({ body }) => body['id'] as string);

    const answered = new Map<string, string>();
    const load = { isOver: false };
    const sending = Array.from({ length: 4 }, async () => {
      while (!load.isOver) {
        await pause(20);
        const key = randomUUID();
        const { status, text } = await send(client, accounts, key);
        if (status === 201) answered.set(key, text);
      }
    });
    while (answered.size < 100) await pause(10);
    const before = [...answered];
    const restored = await copied.backUpAndRestore();
    const during = answered.size - before.length;
    load.isOver = true;
    await Promise.all(sending);

    expect(during).toBeGreaterThan(0);
    expect(JSON.parse(await cambist(restored, 'verify', '--json'))).toMatchObject({ ok: true });
    const other = await start(restored);
    const balance = async (): Promise<unknown> =>
      (await other.get(`/v1/accounts/${String(accounts[1])}`)).body['balance'];
    const asRestored = await balance();
    const again = await Promise.all(before.map(([key]) => send(other, accounts, key)));
    expect(again.map(({ text }) => text)).toEqual(before.map(([, text]) => text));
    // All of them were replays: nothing was done again.
    expect(await balance()).toEqual(asRestored);
  }, 90_000);
});
