import { createHash } from 'node:crypto';

/**
 * Everything that a run leaves to chance, by its seed. A fork has a sequence of its own, so that
 * what one client draws does not depend on how fast another one is.
 */
export class Chance {
  private readonly state: Uint32Array;

  constructor(private readonly seed: string) {
    const digest = createHash('sha256').update(seed).digest();
    this.state = Uint32Array.from([0, 4, 8, 12], (at) => digest.readUInt32LE(at));
  }

  fork(name: string): Chance {
    return new Chance(`${this.seed}/${name}`);
  }

  /** From `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** True so often of a hundred. */
  percent(often: number): boolean {
    return this.next() * 100 < often;
  }

  oneOf<T>(list: readonly T[]): T {
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** One of the rows, each as often as its weight says. */
  weighted<T>(rows: readonly (readonly [weight: number, value: T])[]): T {
    let left = this.next() * rows.reduce((sum, [weight]) => sum + weight, 0);
    const drawn = rows.find(([weight]) => (left -= weight) < 0) ?? rows.at(-1);
    return (drawn as readonly [number, T])[1];
  }

  /** From 0 to below 1: sfc32, which is small, fast and good enough for a storm. */
  private next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.state;
    const drawn = (a + b + counter) >>> 0;
    this.state[0] = b ^ (b >>> 9);
    this.state[1] = c + (c << 3);
    this.state[2] = ((c << 21) | (c >>> 11)) + drawn;
    this.state[3] = counter + 1;
    return drawn / 2 ** 32;
  }
}
