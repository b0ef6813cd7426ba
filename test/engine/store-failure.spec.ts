import { orderOfLetter } from '../../src/engine/dead-letters';
import type { FlowId } from '../../src/kernel/ids';
import { moneyOf } from '../../src/money';
import { OutcomeUnknown, StoreBusy, TurnStore } from '../../src/store/store.port';
import { Stage } from '../support/stage';

/** A store that commits nothing while it is broken, as on a full disk. */
let stage: Stage;
let isBroken: boolean;
let failures: number;
let fault: Error;
beforeEach(async () => {
  isBroken = false;
  failures = 0;
  fault = new Error('disk full');
  stage = await Stage.open();
  const store = stage.module.get(TurnStore, { strict: false });
  const turn = store.turn.bind(store);
  jest.spyOn(store, 'turn').mockImplementation(async (wanted, run) => {
    if (!isBroken) return turn(wanted, run);
    failures += 1;
    throw fault;
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

it('fails what shares a turn together where the store is away, without asking it for each', async () => {
  const account = await stage.openAccount('EUR');
  fault = new StoreBusy();
  isBroken = true;
  const deposits = Array.from({ length: 5 }, () => stage.deposit(account, moneyOf('5', 'EUR')));
  const settled = await Promise.allSettled(deposits);
  isBroken = false;

  expect(settled.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
  expect(failures).toBe(1);
});

it('parks an answer that alone cannot be written, and carries it when it is retried', async () => {
  const [poisoned, healthy] = [await stage.openAccount('EUR'), await stage.openAccount('EUR')];
  const store = stage.module.get(TurnStore, { strict: false });
  const turn = store.turn.bind(store);
  const order = stage.depositOrder(poisoned, moneyOf('5', 'EUR'));
  const victim = order.stream.id as FlowId;
  let isCured = false;
  store.turn = (wanted, run) =>
    turn(wanted, async (loaded) => {
      const changes = await run(loaded);
      const breaks = ({ type, stream }: { type: string; stream: { id: string } }): boolean =>
        type === 'payment.submitted' && stream.id === victim;
      if (!isCured && changes.events.some(breaks)) throw new Error('a constraint is broken');
      return changes;
    });
  await stage.ask(order);
  while ((await letters()).length === 0) {
    await stage.fund(healthy, '1', 'EUR');
    await pause(50);
  }
  const [letter] = await letters();
  expect(letter).toMatchObject({ type: 'payment.record-news', status: 'parked' });
  expect(letter?.error).toContain('a constraint is broken');
  expect((await stage.tasks(victim)).map(({ type }) => type)).toEqual([
    'payment.ask-until-deadline',
  ]);

  isCured = true;
  await stage.engine.carry(orderOfLetter(letter!));
  expect(await stage.ended(victim)).toMatchObject({ status: 'completed' });
  expect(await stage.balance(poisoned)).toEqual({ posted: '5.00', held: '0.00' });
}, 60_000);

it('does not carry a message again that may have been committed', async () => {
  const account = await stage.openAccount('EUR');
  fault = new OutcomeUnknown();
  isBroken = true;
  await expect(stage.deposit(account, moneyOf('5', 'EUR'))).rejects.toThrow('could not be carried');
  isBroken = false;

  expect(failures).toBe(1);
});
