import type { Changes, Loaded, Wanted } from '../../records';
import type { Store } from '../../store.port';
import type { WriterThread } from './writer-thread';

/** What reads of a port, as it is, and what writes by the thread. */
const instead = <Port extends object>(port: Port, writing: Partial<Port>): Port =>
  Object.assign(Object.create(port) as Port, writing);

/** A store that reads by its own connections, and has all that is written written by the thread. */
export const writtenBy = (thread: WriterThread, reading: Store): Store => ({
  ...reading,
  turns: {
    turn: (wanted: Wanted, run: (loaded: Loaded) => Promise<Changes>) => thread.turn(wanted, run),
    probe: () => thread.call('probe'),
  },
  outbox: instead(reading.outbox, {
    claim: (...asked) => thread.call('claim', ...asked),
    releaseAll: () => thread.call('releaseAll'),
    hasten: (...asked) => thread.call('hasten', ...asked),
  }),
  inbox: instead(reading.inbox, {
    receive: (...asked) => thread.call('receive', ...asked),
  }),
  fetchedRates: instead(reading.fetchedRates, {
    keep: (...asked) => thread.call('keep', ...asked),
  }),
  audit: instead(reading.audit, {
    dropProjections: () => thread.call('dropProjections'),
    writeProjections: (...asked) => thread.call('writeProjections', ...asked),
  }),
  close: async () => {
    // The last connection that is closed empties the WAL: let it be the one that writes.
    await reading.close();
    await thread.close();
  },
});
