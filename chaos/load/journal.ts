import { closeSync, openSync, writeSync } from 'node:fs';
import {
  digestOf,
  isAccepted,
  isDefinite,
  toldBy,
  type Answer,
  type Call,
  type Told,
} from './call';
import type { Outcome } from './methods';

/** A call and what is known of it. */
export interface Entry {
  readonly call: Call;
  told?: Told;
  /** Sendings of which nobody heard whether they came to anything. */
  open: number;
  /** Its flow was taken back: a cancel was accepted, which the provider must never have seen. */
  isCancelled: boolean;
}

/** How the flow of an accepted call must end. */
export const endOf = ({ call, isCancelled }: Entry): Outcome | 'cancelled' =>
  isCancelled ? 'cancelled' : (call.ends ?? 'completed');

/** Nothing is known after it: neither that it happened nor that it did not. */
export interface Lost {
  readonly lost: string;
}

/** What an honest server says when it cannot tell, or not now. */
const mayBeTold = (status: number): boolean => status >= 500 || status === 409 || status === 429;

/**
 * What the clients know: each call is written down before it is sent, and each answer when it is
 * there. It owes nothing to the servers' own records, and is compared with them in the end.
 */
export class Journal {
  readonly entries = new Map<string, Entry>();
  /** How often each status was answered, and each way of getting no answer. */
  readonly heard = new Map<string, number>();
  /** Answers that no client should ever see. */
  readonly faults: string[] = [];
  sent = 0;
  /** Sendings of a key that had been sent before. */
  repeated = 0;

  private readonly file: number;

  constructor(readonly path: string) {
    this.file = openSync(path, 'a');
  }

  close(): void {
    closeSync(this.file);
  }

  /** Before every sending, the first and each further one. */
  sending(call: Call): Entry {
    const known = this.entries.get(call.key);
    const entry = known ?? { call, open: 0, isCancelled: false };
    entry.open++;
    this.sent++;
    if (known === undefined) {
      this.entries.set(call.key, entry);
      const { key, path, body, ends } = call;
      this.write({ key, path, body, ends });
    } else {
      this.repeated++;
      this.write({ key: call.key, again: true });
    }
    return entry;
  }

  /** After every sending. The first definite answer is what every later one must say too. */
  heardOf(entry: Entry, answer: Answer | Lost): void {
    const { key } = entry.call;
    this.write({ key, ...answer });
    this.count('lost' in answer ? answer.lost : String(answer.status));
    if ('lost' in answer) return;
    if (!mayBeTold(answer.status)) entry.open--;
    if (!isDefinite(answer)) {
      const isHonest = mayBeTold(answer.status) || answer.status === 422;
      if (!isHonest) this.fault(key, `was answered ${shown(answer)}`);
      return;
    }
    if (entry.told === undefined) this.note(entry, answer);
    else this.compare(entry.told, key, answer);
  }

  /** The first definite answer. One that repeats an effect needs a sending that may have had it. */
  private note(entry: Entry, answer: Answer): void {
    const { call } = entry;
    entry.told = toldBy(answer);
    if (answer.isReplay && entry.open === 0) {
      this.fault(call.key, `had been refused each time, and was then repeated ${shown(answer)}`);
    }
    const cancelled = call.cancels !== null && isAccepted(answer) ? call.cancels : '';
    const flow = this.entries.get(cancelled);
    if (flow !== undefined) flow.isCancelled = true;
  }

  private compare(told: Told, key: string, answer: Answer): void {
    const isSame = told.status === answer.status && told.digest === digestOf(answer.text);
    if (!isSame) this.fault(key, `was answered ${String(told.status)}, then ${shown(answer)}`);
  }

  private fault(key: string, what: string): void {
    this.faults.push(`${key} ${what}`);
  }

  private count(what: string): void {
    this.heard.set(what, (this.heard.get(what) ?? 0) + 1);
  }

  private write(line: unknown): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
  }
}

const shown = ({ status, text }: Answer): string => `${String(status)} ${text.slice(0, 300)}`;
