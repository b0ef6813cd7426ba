import type { Clock } from '../../kernel/clock';
import type { Outbox, ReadStore, TurnStore } from '../../store/store.port';
import { ReadinessProbe } from './readiness';

const fine = async () => undefined;
const NOW = Date.parse('2026-11-21T10:00:00.000Z');
const probe = (
  ping: () => Promise<void>,
  write: () => Promise<void> = fine,
  oldestDueAt: number | null = NOW - 1_000,
) =>
  new ReadinessProbe(
    { ping } as ReadStore,
    { probe: write } as TurnStore,
    {
      depth: async () => ({ tasks: oldestDueAt === null ? 0 : 3, oldestDueAt }),
    } as unknown as Outbox,
    { millis: () => NOW } as Clock,
  );

afterEach(() => {
  jest.useRealTimers();
});

it('is ready while the store answers, and says how much waits for the outside world', async () => {
  expect(await probe(fine).look()).toEqual({
    status: 'ready',
    checks: {
      store: { ok: true },
      broker: { ok: true },
      outbox: { tasks: 3, oldestDueAt: '2026-11-21T09:59:59.000Z' },
      lag: { milliseconds: 1_000 },
    },
  });
});

it('has no lag while nothing is due', async () => {
  expect(await probe(fine, fine, null).look()).toMatchObject({
    checks: { outbox: { tasks: 0, oldestDueAt: null }, lag: { milliseconds: 0 } },
  });
});

it('is unavailable when the store fails', async () => {
  const failing = probe(() => Promise.reject(new Error('disk full at /secret/path')));
  expect(await failing.look()).toEqual({
    status: 'unavailable',
    checks: { store: { ok: false } },
  });
});

it('is unavailable when the store can be read and not written', async () => {
  const full = probe(fine, () => Promise.reject(new Error('disk full')));
  expect((await full.look()).status).toBe('unavailable');
});

it('looks once a second, however often it is asked', async () => {
  let looks = 0;
  const counting = probe(async () => {
    looks++;
  });
  await Promise.all([counting.look(), counting.look()]);
  await counting.look();
  expect(looks).toBe(1);
});

it('is unavailable when the store says nothing for two seconds', async () => {
  jest.useFakeTimers();
  const looked = probe(() => new Promise(() => undefined)).look();
  await jest.advanceTimersByTimeAsync(2_000);
  expect((await looked).status).toBe('unavailable');
});
