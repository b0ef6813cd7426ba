import pino from 'pino';
import { instantOf } from '../kernel/clock';
import type { Message, Meta } from '../kernel/message';
import type { Performed } from '../kernel/task';
import type { ClaimedTask, PostponedTask, Task } from '../store/records';
import { aTask, ids } from '../store/store.fixture';
import type { Outbox } from '../store/store.port';
import type { Engine } from './engine';
import { DrainLimit, GIVEN_UP_AFTER } from './drain-limit';
import { InstanceName } from './instance';
import { OutboxWorker, pauseBefore } from './outbox.worker';
import type { Registry } from './registry';
import { TaskQueue } from './task-queue';

const patience = { firstAfter: 0, backoff: 1_000, longest: 60_000 };
const pauses = (attempt: number): number[] =>
  Array.from({ length: 200 }, () => pauseBefore(attempt, patience));

it('doubles the pause before each further attempt, and shortens it by up to a half', () => {
  for (const [attempt, full] of [
    [1, 1_000],
    [2, 2_000],
    [4, 8_000],
  ] as const) {
    const seen = pauses(attempt);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(full / 2);
    expect(Math.max(...seen)).toBeLessThanOrEqual(full + 1);
    expect(new Set(seen).size).toBeGreaterThan(10);
  }
});

it('never pauses longer than the longest, however often it has tried', () => {
  expect(Math.max(...pauses(10), ...pauses(10_000))).toBeLessThanOrEqual(60_001);
});

describe('an attempt', () => {
  const NOW = 1_000_000;
  const ours = (more: Partial<Task> = {}): Task =>
    aTask(ids.next('ten'), ids.next('dep'), { leasedBy: 'me', leasedUntil: NOW + 20_000, ...more });

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** The worker with a call that ends as the test says, and what it was asked and put back. */
  async function working(perform: (task: Message) => Promise<Performed>) {
    const [asked, postponed]: [Message[], PostponedTask[]] = [[], []];
    const claimable: ClaimedTask[] = [];
    const claims = { made: 0, standstill: Promise.resolve() };
    const claim = async (): Promise<readonly ClaimedTask[]> => {
      claims.made += 1;
      await claims.standstill;
      return claimable.splice(0);
    };
    const faults: Error[] = [];
    const performer = {
      perform: (task: Message) => {
        asked.push(task);
        return perform(task);
      },
    };
    const task = class {
      constructor(
        readonly data: unknown,
        readonly meta: Meta,
      ) {}
    };
    const performers = new Map([['payment.submit', { task, patience, performer }]]);
    const queue = new TaskQueue();
    const drain = new DrainLimit();
    const worker = new OutboxWorker(
      {
        releaseAll: async () => undefined,
        claim,
      } as unknown as Outbox,
      {
        postpone: async (one: PostponedTask) => {
          const fault = faults.shift();
          if (fault) throw fault;
          postponed.push(one);
        },
      } as unknown as Engine,
      { performers } as unknown as Registry,
      queue,
      { millis: () => NOW, now: () => instantOf(NOW) },
      new InstanceName('me'),
      pino({ level: 'silent' }),
      drain,
    );
    await worker.onApplicationBootstrap();
    const born = async (one: Task): Promise<void> => {
      queue.born$.next(one);
      await jest.advanceTimersByTimeAsync(0);
    };
    return { worker, queue, drain, asked, postponed, born, claimable, claims, faults };
  }

  const busy: Performed = { kind: 'try-later', detail: '503' };

  it('is told when it is made', async () => {
    const { worker, asked, born } = await working(async () => busy);
    await born(ours());

    expect(asked).toMatchObject([{ meta: { at: instantOf(NOW) } }]);
    await worker.beforeApplicationShutdown();
  });

  it('that has surely not happened puts the task back as one that waits', async () => {
    const { worker, postponed, born } = await working(async () => busy);
    await born(ours());

    expect(postponed).toMatchObject([{ leasedBy: 'me', attempts: 1, waitsSince: NOW }]);
    await worker.beforeApplicationShutdown();
  });

  it('that has surely not happened clears nothing up of one whose outcome was lost', async () => {
    const { worker, postponed, claimable } = await working(async () => busy);
    claimable.push({ ...ours(), isDoubtful: true });
    await worker.look();
    await jest.advanceTimersByTimeAsync(0);

    expect(postponed).toMatchObject([{ attempts: 1, waitsSince: null }]);
    await worker.beforeApplicationShutdown();
  });

  it('whose outcome could not be recorded leaves a doubt that the next one does not clear up', async () => {
    const { worker, asked, postponed, born, faults } = await working(async () => busy);
    faults.push(new Error('The store is away.'));
    await born(ours());
    await jest.advanceTimersByTimeAsync(2_000);

    expect(asked).toHaveLength(2);
    expect(postponed).toMatchObject([{ waitsSince: null }]);
    await worker.beforeApplicationShutdown();
  });

  it('that would outlast a drain is given up, and may have happened', async () => {
    const { worker, drain, postponed, born } = await working(() => new Promise(() => undefined));
    await born(ours());
    let hasStopped = false;
    drain.beforeApplicationShutdown();
    void worker.beforeApplicationShutdown().then(() => (hasStopped = true));
    await jest.advanceTimersByTimeAsync(GIVEN_UP_AFTER - 1);
    expect([hasStopped, postponed]).toEqual([false, []]);
    await jest.advanceTimersByTimeAsync(2);

    expect(hasStopped).toBe(true);
    expect(postponed).toMatchObject([{ attempts: 1, waitsSince: null }]);
  });

  it('that takes too long ends before its lease does, and may have happened', async () => {
    const { worker, postponed, born } = await working(() => new Promise(() => undefined));
    await born(ours());
    await jest.advanceTimersByTimeAsync(14_000);
    expect(postponed).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);

    expect(postponed).toMatchObject([{ attempts: 1, waitsSince: null }]);
    await worker.beforeApplicationShutdown();
  });

  it('is looked for once at a time, though the store stands still', async () => {
    const { worker, claims } = await working(async () => busy);
    let goOn: () => void = () => undefined;
    claims.standstill = new Promise((resolve) => (goOn = resolve));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(claims.made).toBe(1);

    goOn();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(claims.made).toBe(3);
    await worker.beforeApplicationShutdown();
  });

  it('is not begun while the process stops: what is left or still comes is given back at once', async () => {
    const ends: ((done: Performed) => void)[] = [];
    const { worker, queue, asked, postponed, born } = await working(
      () => new Promise((resolve) => ends.push(resolve)),
    );
    expect(queue.isServed).toBe(true);
    const tasks = Array.from({ length: 65 }, () => ours());
    for (const task of tasks) await born(task);
    expect(asked).toHaveLength(64);

    const stopped = worker.beforeApplicationShutdown();
    expect(queue.isServed).toBe(false);
    const late = ours({ attempts: 3, dueAt: NOW - 5 });
    await born(late);
    expect(postponed).toEqual(
      [tasks[64]!, late].map(({ tenantId, stream, id, attempts, dueAt }) => ({
        ...{ tenantId, stream, id, attempts, dueAt },
        leasedBy: 'me',
        waitsSince: NOW,
      })),
    );
    for (const end of ends) end(busy);
    await stopped;
    expect(asked).toHaveLength(64);
    worker.onApplicationShutdown();
    expect(queue.born$.observed).toBe(false);
  });

  it('that is given back leaves the doubt that there was', async () => {
    let goOn: () => void = () => undefined;
    const { worker, postponed, claimable, claims } = await working(async () => busy);
    claims.standstill = new Promise((resolve) => (goOn = resolve));
    claimable.push({ ...ours(), isDoubtful: true });
    void worker.look();
    const stopped = worker.beforeApplicationShutdown();
    goOn();
    await stopped;

    expect(postponed).toMatchObject([{ attempts: 0, waitsSince: null }]);
  });

  it('is not begun when it could outlast its lease', async () => {
    const { worker, asked, born } = await working(async () => busy);
    await born(ours({ leasedUntil: NOW + 10_000 }));

    expect(asked).toEqual([]);
    await worker.beforeApplicationShutdown();
  });

  it('is not begun again while it is under way, though the clock says that its lease is over', async () => {
    let end: (done: Performed) => void = () => undefined;
    const { worker, asked, born } = await working(() => new Promise((resolve) => (end = resolve)));
    const task = ours();
    await born(task);
    await born({ ...task, leasedUntil: NOW + 90_000 });
    expect(asked).toHaveLength(1);

    end(busy);
    await worker.beforeApplicationShutdown();
    expect(asked).toHaveLength(1);
  });
});
