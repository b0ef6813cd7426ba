import type { Store } from '../../store.port';

/**
 * What the writer's thread is asked to do besides turns: each port's methods that write. What is
 * given and what comes back crosses as plain data; of bytes only the bytes are left.
 */
export const callsOn = ({ turns, outbox, inbox, fetchedRates, audit }: Store) => ({
  probe: () => turns.probe(),
  claim: (...asked: Parameters<typeof outbox.claim>) => outbox.claim(...asked),
  releaseAll: () => outbox.releaseAll(),
  hasten: (...asked: Parameters<typeof outbox.hasten>) => outbox.hasten(...asked),
  receive: (...asked: Parameters<typeof inbox.receive>) => inbox.receive(...asked),
  keep: (...asked: Parameters<typeof fetchedRates.keep>) => fetchedRates.keep(...asked),
  dropProjections: () => audit.dropProjections(),
  writeProjections: (...asked: Parameters<typeof audit.writeProjections>) =>
    audit.writeProjections(...asked),
});

export type Calls = ReturnType<typeof callsOn>;
export type CallName = keyof Calls;
