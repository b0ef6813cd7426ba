import { moneyOf } from '../../src/money';
import type { Order } from '../../src/engine/order';
import { aDatabase, type TestDatabase } from '../support/database';
import { Stage, ids } from '../support/stage';

let stage: Stage;
let database: TestDatabase;
beforeEach(async () => {
  database = await aDatabase();
  stage = await Stage.open({ url: database.url });
});
afterEach(async () => {
  await stage.close();
  await database.drop();
});

const sizesDuring = async (work: () => Promise<unknown>): Promise<number[]> => {
  const sizes: number[] = [];
  const subscription = stage.turns.sizes$.subscribe((size) => sizes.push(size));
  await work();
  subscription.unsubscribe();
  return sizes;
};

it('carries the requests that wait in one transaction', async () => {
  const from = await stage.openAccount('EUR', { overdraft: '1000' });
  const to = await stage.openAccount('EUR');

  const sizes = await sizesDuring(() =>
    Promise.all(Array.from({ length: 50 }, () => stage.transfer(from, to, moneyOf('1', 'EUR')))),
  );

  expect(sizes).toEqual([50]);
  expect(await stage.balance(to)).toMatchObject({ posted: '50.00' });
});

it('lets a lone request wait for nobody', async () => {
  const from = await stage.openAccount('EUR', { overdraft: '1000' });
  const to = await stage.openAccount('EUR');

  const sizes = await sizesDuring(async () => {
    await stage.transfer(from, to, moneyOf('1', 'EUR'));
    await stage.transfer(from, to, moneyOf('1', 'EUR'));
  });

  expect(sizes).toEqual([1, 1]);
});

it('gathers what arrives while the last turn is committed', async () => {
  const from = await stage.openAccount('EUR', { overdraft: '1000' });
  const to = await stage.openAccount('EUR');
  const client = async () => {
    for (let sent = 0; sent < 20; sent++) await stage.transfer(from, to, moneyOf('1', 'EUR'));
  };

  const sizes = await sizesDuring(() => Promise.all(Array.from({ length: 16 }, client)));

  expect(sizes.reduce((all, size) => all + size, 0)).toBe(320);
  expect(sizes.length).toBeLessThan(320 / 4);
});

it('shows the flows of one turn each other in order: of two that only one can afford, one passes', async () => {
  const account = await stage.openAccount('EUR');
  await stage.fund(account, '100', 'EUR');

  let statuses: number[] = [];
  const sizes = await sizesDuring(async () => {
    const both = await Promise.all([
      stage.withdraw(account, moneyOf('60', 'EUR'), 'sim:manual'),
      stage.withdraw(account, moneyOf('60', 'EUR'), 'sim:manual'),
    ]);
    statuses = both.map(({ status }) => status);
  });

  expect(sizes[0]).toBe(2);
  expect(statuses).toEqual([201, 422]);
  expect(await stage.balance(account)).toEqual({ posted: '100.00', held: '60.00' });
});

describe('the same key', () => {
  const keyed = (key: string, bodyHash = 'same'): Pick<Order, 'origin'> => ({
    origin: {
      kind: 'request',
      idempotency: { scope: 'POST /v1/deposits', key, bodyHash },
      dryRun: false,
    },
  });

  it('gives the same answer and one flow, twenty times at once and one by one', async () => {
    const account = await stage.openAccount('EUR');
    const deposit = () => stage.deposit(account, moneyOf('5', 'EUR'), keyed('k1'));

    const atOnce = await Promise.all(Array.from({ length: 20 }, deposit));
    const later = await deposit();
    await stage.ended(later.id);

    expect(new Set([...atOnce, later].map(({ id }) => id)).size).toBe(1);
    expect(atOnce.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await stage.balance(account)).toMatchObject({ posted: '5.00' });
  });

  it('is refused with another body', async () => {
    const account = await stage.openAccount('EUR');
    await stage.deposit(account, moneyOf('5', 'EUR'), keyed('k2'));

    const other = await stage.deposit(account, moneyOf('6', 'EUR'), keyed('k2', 'other'));

    expect(other.status).toBe(422);
    expect(other.flow).toBeUndefined();
  });

  it('does not remember what was turned away', async () => {
    const missing = ids.next('acc');
    const first = await stage.deposit(missing, moneyOf('5', 'EUR'), keyed('k3'));
    const second = await stage.deposit(missing, moneyOf('5', 'EUR'), keyed('k3'));

    expect([first.status, second.status, second.replayed]).toEqual([400, 400, false]);
  });
});
