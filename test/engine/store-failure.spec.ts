import { moneyOf } from '../../src/money';
import { TurnStore } from '../../src/store/store.port';
import { Stage } from '../support/stage';

/** A store that commits nothing while it is broken, as on a full disk. */
let stage: Stage;
let isBroken: boolean;
let failures: number;
beforeEach(async () => {
  isBroken = false;
  failures = 0;
  stage = await Stage.open();
  const store = stage.module.get(TurnStore, { strict: false });
  const turn = store.turn.bind(store);
  jest.spyOn(store, 'turn').mockImplementation(async (wanted, run) => {
    if (!isBroken) return turn(wanted, run);
    failures += 1;
    throw new Error('disk full');
  });
});
afterEach(async () => {
  await stage.close();
});

const letters = async () =>
  (await stage.reads.deadLetters(stage.tenantId, { limit: 10, after: null })).items;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('carries the provider’s answer as soon as the store works again', async () => {
  const account = await stage.openAccount('EUR');
  const subscription = stage.turns.committed$.subscribe((events) => {
    isBroken ||= events.some(({ type }) => type === 'payment.initiated');
  });
  const { id } = await stage.deposit(account, moneyOf('5', 'EUR'));
  subscription.unsubscribe();
  // The answer is tried three times, and none of it can be written.
  while (failures < 3) await pause(10);
  expect((await stage.reads.flow(stage.tenantId, id))?.status).toBe('pending');

  isBroken = false;
  expect((await stage.ended(id)).status).toBe('completed');
  expect(await stage.balance(account)).toEqual({ posted: '5.00', held: '0.00' });
  expect(await letters()).toEqual([]);
});

it('loses one request and not the engine: the next is carried', async () => {
  const account = await stage.openAccount('EUR');
  isBroken = true;
  await expect(stage.deposit(account, moneyOf('5', 'EUR'))).rejects.toThrow('could not be carried');
  isBroken = false;

  expect(await letters()).toEqual([]);

  const { id } = await stage.deposit(account, moneyOf('7', 'EUR'));
  await stage.ended(id);
  expect(await stage.balance(account)).toEqual({ posted: '7.00', held: '0.00' });
});
