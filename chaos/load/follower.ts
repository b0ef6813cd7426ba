import { setTimeout as sleep } from 'node:timers/promises';
import { API_KEY, type System } from '../system/system';
import { ask } from './api';

const LOOKS_EVERY = 100;
const PATIENCE = 5_000;

interface Seen {
  readonly position: number;
  readonly id: string;
}

interface Page {
  readonly data: readonly Seen[];
}

/**
 * Reads the log from its end all the time, through faults and restarts, as a consumer outside
 * does: what it skips is lost to it. It never looks back.
 */
export class Follower {
  /** Ids of the events in the order in which they were read. */
  readonly seen: string[] = [];
  private after = 0;

  constructor(private readonly system: System) {}

  async follow(isOver: () => boolean): Promise<void> {
    for (let turn = 0; !isOver(); turn++) {
      const found = await this.look(turn).catch(() => 0);
      if (found === 0) await sleep(LOOKS_EVERY);
    }
  }

  /** Reads what is there until nothing more is; for the time after the storm. */
  async catchUp(): Promise<void> {
    while (this.take(await ask<Page>(this.system, 'GET', this.path)) > 0);
  }

  private async look(turn: number): Promise<number> {
    const url = this.system.urlInTurn(turn);
    const response = await fetch(`${url}${this.path}`, {
      headers: { authorization: `Bearer ${API_KEY}` },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!response.ok) return 0;
    return this.take((await response.json()) as Page);
  }

  private get path(): string {
    return `/v1/events?limit=100&after=${String(this.after)}`;
  }

  private take({ data }: Page): number {
    for (const { id, position } of data) {
      this.seen.push(id);
      this.after = position;
    }
    return data.length;
  }
}
