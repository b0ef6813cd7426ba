/**
 * What every peer is measured by: 32 chains of five on their way at a time, the next one as soon
 * as one is over. The last line that is printed is the result.
 */
export const IN_FLIGHT = 32;
export const STEPS = 5;

const WARM_UP = 2;

/** `chain(id)` resolves when all five steps of a chain are durable. */
export async function measure(chain) {
  const seconds = Number(process.env.SECONDS ?? 5);
  await run(chain, WARM_UP);
  const began = performance.now();
  const chains = await run(chain, seconds);
  const perSecond = (chains * 1_000) / (performance.now() - began);
  console.log(JSON.stringify({ perSecond }));
}

let next = 0;

async function run(chain, seconds) {
  const until = performance.now() + seconds * 1_000;
  let over = 0;
  const lane = async () => {
    while (performance.now() < until) {
      await chain(`${process.pid}-${Date.now()}-${next++}`);
      over++;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  return over;
}

/** Chains whose last step is seen elsewhere than where they began. */
export class Endings {
  #waiting = new Map();

  of(id) {
    return new Promise((resolve) => this.#waiting.set(id, resolve));
  }

  tell(id) {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }
}
