import { anEvent, changing, ids, wanting } from '../store.fixture';
import { type Store, StoreBusy, StoreInUse } from '../store.port';
import { describeOnPostgres, makeDatabase, type OwnedDatabase } from './database.fixture';
import { openPostgresStore } from './postgres.store';

describeOnPostgres('work that must not be disturbed', () => {
  let database: OwnedDatabase;
  let store: Store;
  const open = (more = ''): Promise<Store> =>
    openPostgresStore({ url: `${database.url}${more}`, now: Date.now });
  const turnOn = async ({ turns }: Store): Promise<void> => {
    const tenant = ids.next('ten');
    await turns.turn(wanting({ tenants: [tenant] }), async () =>
      changing({ events: [anEvent(tenant, { kind: 'tenant', id: tenant }, 1)] }),
    );
  };
  const work = jest.fn(() => Promise.resolve('done'));

  beforeEach(async () => {
    database = await makeDatabase();
    store = await open();
    work.mockClear();
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  it.each([
    ['another instance', '', /^There are \d+ other connection\(s\) of ours to this database\.$/],
    ['one by another name', '?application_name=till', /^A server runs on this database\.$/],
  ])('is refused while %s is there', async (_who, more, line) => {
    const other = await open(more);
    await turnOn(other);
    const refused = store.audit.undisturbed(work);
    await expect(refused).rejects.toThrow(StoreInUse);
    await expect(refused).rejects.toThrow(line);
    expect(work).not.toHaveBeenCalled();
    await other.close();
    expect(await store.audit.undisturbed(work)).toBe('done');
  });

  it('keeps an instance that comes meanwhile from writing, until it is over', async () => {
    const other = await open();
    const turn = await store.audit.undisturbed(() =>
      turnOn(other).catch((fault: unknown) => fault),
    );
    expect(turn).toBeInstanceOf(StoreBusy);
    await turnOn(other);
    await other.close();
  });

  it('that fails leaves nobody out', async () => {
    const failing = store.audit.undisturbed(() => Promise.reject(new Error('planted')));
    await expect(failing).rejects.toThrow('planted');
    const other = await open();
    await turnOn(other);
    await other.close();
  });
});
