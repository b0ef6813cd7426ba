import { onServer } from './fault';

/** Milliseconds: so long a killed server is away, at most. */
const AWAY = 500;

const killed = onServer('server killed', 60, async ({ host }, { wait, chance }) => {
  await host.kill();
  await wait(chance.whole(0, AWAY));
  await host.start();
});

/** Killed again while it is still finding its feet. */
const killedTwice = onServer(
  'server killed in its recovery',
  6,
  async ({ host }, { wait, chance }) => {
    await host.kill();
    await host.start();
    await wait(chance.whole(0, AWAY));
    await host.kill();
    await host.start();
  },
);

const drained = onServer('server drained', 5, async ({ host }) => {
  const isDone = await host.drain();
  await host.start();
  return isDone;
});

/** Milliseconds. */
const SHORT_STOP = 4_000;

const frozen = onServer('server stopped and woken', 5, async ({ host }, { wait, chance }) => {
  host.freeze();
  await wait(chance.whole(200, SHORT_STOP));
  host.wake();
});

/** Milliseconds: a task is leased for 20 s. */
const LONGER_THAN_A_LEASE = [20_500, 25_000] as const;

/** Somebody else has taken its tasks by the time at which it wakes, and believes that they are its own. */
const overslept = onServer(
  'server stopped for longer than a lease',
  3,
  async ({ host }, { wait, chance, isOver }) => {
    host.freeze();
    await wait(chance.whole(...LONGER_THAN_A_LEASE));
    host.wake();
    return !isOver();
  },
  ({ servers }, { longestStop }) => {
    if (servers.length === 1) return 'nobody else would serve meanwhile';
    return longestStop < LONGER_THAN_A_LEASE[1] ? 'the profile is too short for it' : undefined;
  },
);

/** Milliseconds: a clock that is wrong by more would hold back what is due by it for as long. */
const MOST_SKEW = 20_000;

const skewed = onServer('clock set wrong', 8, async ({ skew }, { wait, chance }) => {
  skew(chance.whole(-MOST_SKEW, MOST_SKEW));
  await wait(chance.whole(500, 5_000));
  skew(0);
});

export const serverFaults = [killed, killedTwice, drained, frozen, overslept, skewed];
