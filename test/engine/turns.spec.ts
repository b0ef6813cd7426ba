import type { AccountId } from '../../src/kernel/ids';
import { moneyOf } from '../../src/money';
import type { Order } from '../../src/engine/order';
import { TurnStore } from '../../src/store/store.port';
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

describe('while a turn is under way', () => {
  /** What the store was asked for, turn by turn; the first one ends when it is told to. */
  const held = () => {
    const store = stage.module.get(TurnStore, { strict: false });
    const turn = store.turn.bind(store);
    const asked: (readonly string[])[] = [];
    let end = (): void => undefined;
    const told = new Promise<void>((resolve) => (end = resolve));
    jest.spyOn(store, 'turn').mockImplementation((wanted, run) => {
      asked.push(wanted.accounts.map(({ id }) => id).sort());
      const isFirst = asked.length === 1;
      return turn(wanted, async (loaded) => {
        const changes = await run(loaded);
        if (isFirst) await told;
        return changes;
      });
    });
    return { asked, end };
  };
  const gathered = () => new Promise((resolve) => setTimeout(resolve, 20));
  const fourAccounts = async () => {
    const accounts = [];
    for (let i = 0; i < 4; i++) accounts.push(await stage.openAccount('EUR', { overdraft: '9' }));
    return accounts.sort() as [AccountId, AccountId, AccountId, AccountId];
  };
  const one = moneyOf('1', 'EUR');

  it('what wants none of its accounts goes beside it', async () => {
    const [a, b, c, d] = await fourAccounts();
    const { asked, end } = held();

    const first = stage.transfer(a, b, one);
    await gathered();
    await stage.transfer(c, d, one);
    end();
    await first;

    expect(asked).toEqual([
      [a, b],
      [c, d],
    ]);
  });

  it('what wants one of its accounts waits for it, and so does what would overtake that', async () => {
    const [a, b, c, d] = await fourAccounts();
    const { asked, end } = held();

    const transfers = [stage.transfer(a, b, one)];
    await gathered();
    transfers.push(stage.transfer(b, c, one), stage.transfer(c, d, one));
    await gathered();
    expect(asked).toHaveLength(1);
    end();
    await Promise.all(transfers);

    expect(asked).toEqual([
      [a, b],
      [b, c, d],
    ]);
  });

  it('what goes beside it is not run before its own run is over', async () => {
    const [a, b] = await fourAccounts();
    const told: string[] = [];
    const work = (name: string, id: AccountId) =>
      new Promise<void>((resolve, lost) => {
        stage.turns.add({
          wanted: { accounts: [{ tenantId: stage.tenantId, id }] },
          run: async () => {
            told.push(`${name} begins`);
            await gathered();
            told.push(`${name} ends`);
            return resolve;
          },
          lost,
        });
      });

    const first = work('first', a);
    await new Promise(setImmediate);
    await Promise.all([first, work('second', b)]);

    expect(told).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('a small turn waits until it is half as large, or alone', async () => {
    const [a, b, c, d] = await fourAccounts();
    const { asked, end } = held();

    const transfers = Array.from({ length: 4 }, () => stage.transfer(a, b, one));
    await gathered();
    transfers.push(stage.transfer(c, d, one));
    await gathered();
    expect(asked).toHaveLength(1);
    transfers.push(stage.transfer(c, d, one));
    await gathered();
    expect(asked).toHaveLength(2);
    end();
    await Promise.all(transfers);
  });
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
