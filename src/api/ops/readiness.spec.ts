import type { Outbox, ReadStore } from '../../store/store.port';
import { ReadinessProbe } from './readiness';

const probe = (ping: () => Promise<void>) =>
  new ReadinessProbe(
    { ping } as ReadStore,
    { depth: async () => ({ tasks: 3, oldestDueAt: 1_000 }) } as Outbox,
  );

afterEach(() => {
  jest.useRealTimers();
});

it('is ready while the store answers, and says how much waits for the outside world', async () => {
  expect(await probe(async () => undefined).look()).toEqual({
    status: 'ready',
    checks: { store: { ok: true }, outbox: { tasks: 3, oldestDueAt: 1_000 } },
  });
});

it('is unavailable when the store fails', async () => {
  const failing = probe(() => Promise.reject(new Error('disk full at /secret/path')));
  expect(await failing.look()).toEqual({
    status: 'unavailable',
    checks: { store: { ok: false } },
  });
});

it('is unavailable when the store says nothing for two seconds', async () => {
  jest.useFakeTimers();
  const looked = probe(() => new Promise(() => undefined)).look();
  await jest.advanceTimersByTimeAsync(2_000);
  expect((await looked).status).toBe('unavailable');
});
