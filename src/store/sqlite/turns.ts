import { instantOf } from '../../kernel/clock';
import type { Changes, Loaded, StoredEvent, Wanted } from '../records';
import { TurnStore } from '../store.port';
import { appendEvents } from './append';
import { type Connection, transaction } from './driver';
import type { Lane } from './lane';
import { load } from './load';
import { writeMessages } from './messages.writer';
import { writeProjections } from './projections.writer';

/** Differs from its last value when another connection has committed in between. */
const DATA_VERSION = 'pragma data_version';

export class SqliteTurns extends TurnStore {
  constructor(
    private readonly writer: Connection,
    private readonly lane: Lane,
    private readonly now: () => number,
  ) {
    super();
  }

  override turn(
    wanted: Wanted,
    run: (loaded: Loaded) => Promise<Changes>,
  ): Promise<readonly StoredEvent[]> {
    return this.lane.run(async () => {
      const version = this.version();
      const changes = await run(load(this.writer, wanted));
      return this.commit(changes, version);
    });
  }

  /** Nothing is awaited from BEGIN to COMMIT: this process is the one writer. */
  private commit(changes: Changes, version: bigint | undefined): readonly StoredEvent[] {
    return transaction(this.writer, () => {
      if (this.version() !== version) {
        throw new Error('Another process wrote to the database during the turn: run it again.');
      }
      const stored = appendEvents(this.writer, changes.events, instantOf(this.now()));
      writeProjections(this.writer, changes);
      writeMessages(this.writer, changes);
      return stored;
    });
  }

  private version(): bigint | undefined {
    return this.writer.prepare<{ readonly data_version: bigint }>(DATA_VERSION).get([])
      ?.data_version;
  }
}
