import { Injectable } from '@nestjs/common';
import { Turns } from './turns';

/** So often a message fails alone, while others are committed, before it is its own fault. */
const CHANCES = 5;

interface Suspect {
  readonly failures: number;
  /** The others' commits when it failed the last time. */
  readonly commits: number;
}

/**
 * Messages that the store would not commit: which of them break it by themselves, and which were
 * sent while it was away. A failure tells against a message only where something else was
 * committed since the one before it; while nothing is, it is the store's.
 */
@Injectable()
export class Suspects {
  private readonly byId = new Map<string, Suspect>();
  private commits = 0;

  constructor(turns: Turns) {
    turns.committed$.subscribe(() => {
      this.commits += 1;
    });
  }

  /** Counts a failure; true once it is the message's own. */
  isCulprit(id: string): boolean {
    const before = this.byId.get(id) ?? { failures: 0, commits: this.commits };
    const isAlone = this.commits > before.commits;
    const failures = before.failures + (isAlone ? 1 : 0);
    this.byId.set(id, { failures, commits: this.commits });
    return failures >= CHANCES;
  }

  /** It was committed, or is kept aside. */
  acquit(id: string): void {
    this.byId.delete(id);
  }
}
