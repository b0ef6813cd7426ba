import { isIPv6 } from 'node:net';
import { ProblemError } from './problems/problem';

/** One more than a minute has: a request of a second's end is counted for a whole minute too. */
const SECONDS = 61;
/** Keys, or addresses, that are remembered; the ones that were quiet longest are forgotten. */
const MOST = 10_000;

/** The requests of the last minute, second by second. */
class LastMinute {
  private readonly counts = new Uint32Array(SECONDS);
  private second = 0;
  private sum = 0;

  /** Zero when there was room for one more, which is counted; else the seconds until there is. */
  admit(most: number, now: number): number {
    this.forgetUntil(Math.floor(now));
    if (this.sum >= most) return Math.ceil(this.oldest() + SECONDS - now);
    this.counts[this.second % SECONDS] = this.in(this.second) + 1;
    this.sum += 1;
    return 0;
  }

  private forgetUntil(second: number): void {
    const passed = Math.min(second - this.second, SECONDS);
    for (let back = 0; back < passed; back++) {
      this.sum -= this.in(second - back);
      this.counts[(second - back) % SECONDS] = 0;
    }
    this.second = second;
  }

  private oldest(): number {
    let second = this.second - SECONDS + 1;
    while (second < this.second && this.in(second) === 0) second++;
    return second;
  }

  private in(second: number): number {
    return this.counts[second % SECONDS] ?? 0;
  }
}

/** How many requests each of many may send in any minute. */
class PerMinute {
  private readonly minutes = new Map<string, LastMinute>();

  constructor(private readonly most: number) {}

  admit(name: string, now: number): number {
    const minute = this.minutes.get(name) ?? new LastMinute();
    // Put in again, it is the last to be forgotten.
    this.minutes.delete(name);
    this.minutes.set(name, minute);
    if (this.minutes.size > MOST) this.forgetQuietest();
    return minute.admit(this.most, now);
  }

  private forgetQuietest(): void {
    for (const name of this.minutes.keys()) {
      this.minutes.delete(name);
      return;
    }
  }
}

/** Seconds of a clock that is never put back. */
const steadySeconds = (): number => performance.now() / 1_000;

/**
 * Bounds requests for each API key and, where there was no valid one, for each address, to the
 * same figure in any minute. Each instance counts by itself.
 */
export class RateLimits {
  private readonly keys: PerMinute | undefined;
  private readonly addresses: PerMinute | undefined;

  /** Requests in a minute; undefined: as many as they like. */
  constructor(
    most: number | undefined,
    private readonly seconds = steadySeconds,
  ) {
    if (most === undefined) return;
    this.keys = new PerMinute(most);
    this.addresses = new PerMinute(most);
  }

  /** Throws `too-many-requests`, which counts for nothing. */
  countKey(keyId: string): void {
    refuseAfter(this.keys?.admit(keyId, this.seconds()), 'This API key has sent enough for now.');
  }

  /** Somebody without a valid key, who never holds up anybody with one. */
  countStranger(address: string): void {
    const wait = this.addresses?.admit(networkOf(address), this.seconds());
    refuseAfter(wait, 'This address has sent enough without a valid API key.');
  }
}

function refuseAfter(seconds = 0, detail: string): void {
  if (seconds === 0) return;
  throw new ProblemError('too-many-requests', detail, {}, { 'retry-after': String(seconds) });
}

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Of IPv6 its first 64 bits, all of which one customer of a provider has; of IPv4 all of it. */
function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined || !isIPv6(address)) return mapped ?? address;
  const [head = '', tail = ''] = address.split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(Math.max(zeros, 0)).fill('0'), ...groups(tail)];
  return all.slice(0, 4).join(':');
}
