import { instantOf } from '../../kernel/clock';
import type { Changes, Loaded, StoredEvent, Wanted } from '../records';
import { timesOf } from '../sql/commit-times';
import { OutcomeUnknown, TurnStore } from '../store.port';
import type { TurnLane } from '../turn-lane';
import { namesOf } from '../turn-names';
import { appendEvents } from './append';
import { type Connection, oneLook, transaction } from './driver';
import { isOfDisk, isOvertaken } from './fault-words';
import { load } from './load';
import { patiently } from './patience';
import { writeMessages } from './messages.writer';
import { writeProjections } from './projections.writer';

/** A database that is held for longer than this is not one to send requests to (ms). */
const PROBE_WITHIN = 1_000;

/** For how long a fault of the disk is held against the store (ms). */
const REMEMBERED_FOR = 5_000;

/** A turn whose tenant's stream another one beside it has appended to is run again so often. */
const MOST_TRIES = 6;

/** Differs from its last value when another connection has committed in between. */
const DATA_VERSION = 'pragma data_version';

export class SqliteTurns extends TurnStore {
  /** When the last commit failed; a full disk may still have room for the little that a probe writes. */
  private failedAt = -Infinity;

  constructor(
    private readonly writer: Connection,
    private readonly lane: TurnLane,
    private readonly now: () => number,
    private readonly requireSameFile: () => void,
  ) {
    super();
  }

  override turn(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]> {
    return this.lane.run(namesOf(wanted), () => this.carry(wanted, run, 1));
  }

  private async carry(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
    tries: number,
  ): Promise<readonly StoredEvent[]> {
    const { version, loaded } = oneLook(this.writer, () => ({
      version: this.version(),
      loaded: load(this.writer, wanted),
    }));
    const changes = await run(loaded);
    try {
      return await this.commit(changes, version);
    } catch (fault) {
      if (!isOvertaken(fault) || tries >= MOST_TRIES) throw fault;
    }
    return this.carry(wanted, run, tries + 1);
  }

  override async probe(): Promise<void> {
    if (performance.now() - this.failedAt < REMEMBERED_FOR) {
      throw new Error('The last commit failed, for a fault of the disk.');
    }
    this.requireSameFile();
    // A number in the file's head that SQLite leaves to us, and that nobody reads: it is written
    // and synced as every commit is.
    await patiently(() => this.writer.exec('pragma user_version = 0'), PROBE_WITHIN);
  }

  /**
   * Nothing is awaited from BEGIN to COMMIT: this process is the one writer, and turns that go side
   * by side commit one after the other.
   */
  private async commit(
    changes: Changes,
    version: bigint | undefined,
  ): Promise<readonly StoredEvent[]> {
    try {
      const stored = await patiently(() => this.commitNow(changes, version));
      this.failedAt = -Infinity;
      return stored;
    } catch (fault) {
      if (fault instanceof OutcomeUnknown || isOfDisk(fault)) this.failedAt = performance.now();
      throw fault;
    }
  }

  private commitNow(changes: Changes, version: bigint | undefined): readonly StoredEvent[] {
    this.requireSameFile();
    return transaction(this.writer, () => {
      if (this.version() !== version) {
        throw new Error('Another process wrote to the database during the turn: run it again.');
      }
      const stored = appendEvents(this.writer, changes.events, instantOf(this.now()));
      writeProjections(this.writer, changes, timesOf(stored));
      writeMessages(this.writer, changes);
      return stored;
    });
  }

  private version(): bigint | undefined {
    return this.writer.prepare<{ readonly data_version: bigint }>(DATA_VERSION).get([])
      ?.data_version;
  }
}
