import type { Writable } from 'node:stream';

const waiting = new WeakMap<Writable, Set<() => void>>();

/**
 * Calls `told` once, when the answer or the connection has closed: after all was sent as after a
 * client that went away. However many want to be told of one, it has a single listener for them: the
 * framework adds seven to an answer that is a stream, and Node takes more than ten for a leak.
 */
export function whenClosed(closing: Writable, told: () => void): void {
  const known = waiting.get(closing);
  if (known !== undefined) {
    known.add(told);
    return;
  }
  const all = new Set([told]);
  waiting.set(closing, all);
  closing.once('close', () => {
    waiting.delete(closing);
    for (const each of all) each();
  });
}
