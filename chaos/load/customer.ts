import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../chance';
import type { System } from '../system/system';
import { askOnce, sendOnce } from './api';
import type { Call } from './call';
import type { Entry, Journal } from './journal';
import { anyWish, cancelOf, depositAt, isRegretted } from './wishes';
import type { Town } from './town';

export interface CustomerOptions {
  readonly name: string;
  readonly system: System;
  readonly town: Town;
  readonly journal: Journal;
  readonly chance: Chance;
  /** Milliseconds between two wishes, at most. */
  readonly think: number;
}

/** Milliseconds after a call without a definite answer, ... */
const TAKES_BREATH = 200;
/** ... and so often of a hundred it is sent again then, and not much later. */
const IMPATIENT = 40;
/** A customer asks for nothing new while what came of so many calls is not known. */
const MOST_OPEN = 5;
/** A payment that is cancelled is cancelled within so many milliseconds, and asked for so often. */
const THINKS_BETTER_WITHIN = 500;
const CANCELS_AT_MOST = 5;
/** So often of a hundred a call is sent twice at the same time, or long after it was answered. */
const HASTY = 4;
const FORGETFUL = 4;

/** Calls one after another until it is time to stop, and repeats what it is not sure of. */
export class Customer {
  private wishes = 0;
  private readonly own: Entry[] = [];
  /** Those of its calls that had no definite answer yet. */
  private open: Entry[] = [];

  constructor(private readonly options: CustomerOptions) {}

  async live(isOver: () => boolean): Promise<void> {
    const { chance, think } = this.options;
    while (!isOver()) {
      await this.wish();
      await sleep(chance.whole(0, think));
    }
  }

  private async wish(): Promise<void> {
    const { town, chance } = this.options;
    if (chance.percent(FORGETFUL) && this.own.length > 0) {
      await this.send(chance.oneOf(this.own).call);
      return;
    }
    this.open = this.open.filter(({ told }) => told === undefined);
    const isTooMuch = this.open.length >= MOST_OPEN;
    const call = isTooMuch ? chance.oneOf(this.open).call : this.named(anyWish(town, chance));
    await this.goOn(await this.send(call));
  }

  /** What it does once it knows that it has got what it asked for. */
  private async goOn(entry: Entry): Promise<void> {
    const { chance } = this.options;
    const { told, call } = entry;
    if (told?.status !== 201 || told.id === null) return;
    if (call.kind === 'quote') await this.use(told.id, call);
    if (isRegretted(call, chance)) await this.cancel(told.id, call);
    if (call.isSettledByUs && told.paymentId !== null) await settle(this.anyUrl(), entry);
  }

  /** The same quote is used a second time now and then: that must be refused. */
  private async use(quoteId: string, quote: Call): Promise<void> {
    const { town, chance } = this.options;
    const times = chance.percent(15) ? 2 : 1;
    const calls = Array.from({ length: times }, () =>
      this.named(depositAt(quoteId, quote, town, chance)),
    );
    await Promise.all(calls.map((call) => this.send(call)));
  }

  private async cancel(flowId: string, call: Call): Promise<void> {
    await sleep(this.options.chance.whole(0, THINKS_BETTER_WITHIN));
    const cancel = this.named(cancelOf(call, flowId));
    for (let times = 0; times < CANCELS_AT_MOST; times++) {
      if ((await this.send(cancel)).told !== undefined) return;
    }
  }

  private named(wish: Omit<Call, 'key'>): Call {
    return { key: `${this.options.name}-${String(this.wishes++)}`, ...wish };
  }

  private async send(call: Call): Promise<Entry> {
    const { journal, chance } = this.options;
    const isNew = !journal.entries.has(call.key);
    const second = chance.percent(HASTY) ? deliver(journal, this.anyUrl(), call) : undefined;
    const entry = await deliver(journal, this.anyUrl(), call);
    await second;
    if (isNew) {
      this.own.push(entry);
      this.open.push(entry);
    }
    if (entry.told === undefined) await sleep(TAKES_BREATH);
    if (entry.told === undefined && chance.percent(IMPATIENT)) {
      await deliver(journal, this.anyUrl(), call);
    }
    return entry;
  }

  private anyUrl(): string {
    return this.options.chance.oneOf(this.options.system.servers).host.url;
  }
}

/** Writes the call down, sends it once, and writes down what came of it. */
export async function deliver(journal: Journal, url: string, call: Call): Promise<Entry> {
  const entry = journal.sending(call);
  journal.heardOf(entry, await sendOnce(url, call));
  return entry;
}

/** Has the simulator say how a payment ends that waits for it; whether it arrives is seen later. */
export async function settle(url: string, { call, told }: Entry): Promise<void> {
  const path = `/v1/providers/simulator/payments/${told?.paymentId ?? ''}/settle`;
  const outcome = call.ends === 'completed' ? 'succeeded' : 'failed';
  await askOnce(url, 'POST', path, { outcome }).catch(() => undefined);
}
