import { onSimulator } from './fault';

const AWAY = 3_000;
/** Longer than anybody waits for an answer (ms). */
const LONGEST_STOP = 12_000;

const killed = onSimulator('simulator killed', 6, async (simulator, { wait, chance }) => {
  await simulator.kill();
  await wait(chance.whole(0, AWAY));
  await simulator.start();
});

/** It takes every order and answers none, until it wakes. */
const frozen = onSimulator(
  'simulator stopped and woken',
  5,
  async (simulator, { wait, chance }) => {
    simulator.freeze();
    await wait(chance.whole(200, LONGEST_STOP));
    simulator.wake();
  },
);

/** It answers, and each answer takes its time: it runs for a moment and stands for a moment. */
const slow = onSimulator('simulator slow', 4, async (simulator, { wait, chance }) => {
  for (let round = 0; round < 10; round++) {
    simulator.freeze();
    await wait(chance.whole(50, 400));
    simulator.wake();
    await wait(30);
  }
});

export const simulatorFaults = [killed, frozen, slow];
