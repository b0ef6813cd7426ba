import { aFlow, changing, flowEvent, ids, wanting } from '../store.fixture';
import { openBoth } from '../sqlite/connections';
import { sqliteDriver } from '../sqlite/driver';
import { readerOver } from '../sqlite/reader';
import { storeOn } from '../sqlite/store-on';
import { readEvents } from './events.read';
import type { Rows } from './reader';

/** A store of which the reader's looks can be told apart, and whatever is to happen after the first. */
const aStore = async () => {
  const connections = await openBoth(await sqliteDriver(), ':memory:');
  const options = {
    now: Date.now,
    requireSameFile: () => undefined,
    openReader: undefined,
  };
  return { store: storeOn(connections, options), reader: readerOver(connections.reader) };
};

it('passes over no segment of a shape that comes up while it looks by the known ones', async () => {
  const { store, reader } = await aStore();
  const tenant = ids.next('ten');
  const commit = (...path: string[]) => {
    const flow = aFlow(tenant, [], 'deposit');
    const events = path.map((type, index) => flowEvent(flow, index + 1, { type }));
    return store.turns.turn(wanting({ tenants: [tenant] }), async () => changing({ events }));
  };
  const rows = reader.of(tenant);
  let looks = 0;
  const meanwhile: Rows = {
    ...rows,
    all: async <R>(...asked: Parameters<Rows['all']>) => {
      const found = await rows.all<R>(...asked);
      if (++looks === 1) {
        await commit('new', 'wanted');
        await commit('wanted');
      }
      return found;
    },
  };
  const follow = async (from: Rows, after: number) => {
    const filter = { types: ['wanted'], after, limit: 10 };
    const events = await readEvents({ of: () => from, everywhere: from }, tenant, filter);
    return events.map(({ position }) => position);
  };

  await commit('wanted');
  const first = await follow(meanwhile, 0);
  const second = await follow(rows, first.at(-1) ?? 0);
  expect([...first, ...second]).toEqual([1, 3, 4]);
  await store.close();
});
