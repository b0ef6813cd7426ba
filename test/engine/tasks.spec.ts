import { TaskQueue } from '../../src/engine/task-queue';
import { moneyOf } from '../../src/money';
import type { Task } from '../../src/store/records';
import { busy, ScriptedProvider } from '../support/scripted-provider';
import { HandClock, Stage } from '../support/stage';

let stage: Stage;
afterEach(() => stage.close());

it('a task that nobody of this process performs is in no hands, and taken at the next look without a doubt', async () => {
  const [clock, provider] = [new HandClock(), new ScriptedProvider()];
  provider.onSubmit = () => busy;
  stage = await Stage.open({ clock, provider });
  const queue = stage.module.get(TaskQueue);
  const born: Task[] = [];
  queue.born$.subscribe((task) => born.push(task));
  queue.isServed = false;
  const { id } = await stage.deposit(await stage.openAccount('EUR'), moneyOf('5', 'EUR'));

  expect(born.find(({ type }) => type === 'payment.submit')).toMatchObject({
    dueAt: clock.at,
    leasedBy: null,
    leasedUntil: 0,
    waitsSince: clock.at,
  });
  await stage.until(async () => (await stage.tasks(id)).some(({ attempts }) => attempts === 1));
  expect(provider.times('submit')).toBe(1);
  expect(await stage.tasks(id)).toContainEqual(
    expect.objectContaining({ type: 'payment.submit', leasedBy: null, waitsSince: clock.at }),
  );
});
