import { move } from '../../ledger/entry';
import { openSqliteStore } from '../sqlite/sqlite.store';
import { describeStore, type TestDatabase } from '../store.conformance';
import {
  aFlow,
  anAccount,
  anEntry,
  aQuote,
  AT,
  aTenant,
  aTransfer,
  changing,
  HUGE,
  ids,
  stored,
  together,
  wanting,
} from '../store.fixture';
import type { Store } from '../store.port';
import {
  asAdministrator,
  describeOnPostgres,
  emptyDatabase,
  makeDatabase,
  type OwnedDatabase,
} from './database.fixture';
import { openPostgresStore } from './postgres.store';

describeOnPostgres('PostgreSQL', () => {
  let database: OwnedDatabase;
  beforeAll(async () => {
    database = await makeDatabase();
  });
  afterAll(() => database.drop());

  const aDatabase = async (now: () => number): Promise<TestDatabase> => ({
    servers: 'many',
    open: () => openPostgresStore({ url: database.url, now }),
    execute: async (sql) => {
      await asAdministrator(sql, database.name);
    },
    discard: () => emptyDatabase(database.name),
  });

  describeStore('by its owner, whom the policies hold too', aDatabase);

  it('dumps the same bytes as SQLite for the same history', async () => {
    const tenant = ids.next('ten');
    const [a, b] = [
      anAccount(tenant, 'ETH', { reference: 'r', name: 'Žofie 🦊', metadata: { b: '1', a: '2' } }),
      anAccount(tenant, 'ETH', { posted: { ...HUGE, amount: `-${HUGE.amount}` } }),
    ];
    const flow = aFlow(tenant, [a.id], 'deposit', { paymentId: ids.next('pay') });
    const transfer = aTransfer(a, b, HUGE);
    const conversion = { currency: 'ETH', side: 'debit', exact: '1', rounded: '1' } as const;
    const changes = together({ tenants: [aTenant(tenant, 'T')], accounts: [a, b] }, transfer, {
      entries: [
        {
          ...anEntry(flow, [move('clearing:simulator', a.id, HUGE)]),
          conversions: [{ ...conversion, remainder: '-0.00300', spread: `0.${'0'.repeat(40)}10` }],
        },
      ],
      flows: [stored(flow)],
      quotes: [aQuote(tenant)],
      pinnedRates: [
        {
          tenantId: tenant,
          base: 'EUR',
          quote: 'USD',
          value: '1.10',
          inverse: '0.9',
          source: 'manual',
          asOf: AT,
        },
      ],
      anomalies: [
        {
          tenantId: tenant,
          id: ids.next('anm'),
          reason: 'contradiction',
          provider: 'simulator',
          paymentId: ids.next('pay'),
          flowId: null,
          detail: '…',
          createdAt: AT,
        },
      ],
    });
    const dumpOf = async (store: Store): Promise<string[]> => {
      for (let times = 0; times < 2; times += 1) {
        const written = times === 0 ? changes : changing({ accounts: [{ ...a, held: HUGE }] });
        await store.turns.turn(wanting({ tenants: [tenant], accounts: [a] }), async () => written);
      }
      const dump: string[] = [];
      for await (const row of store.audit.dumpProjections()) dump.push(row);
      await store.close();
      return dump;
    };
    const dumped = await dumpOf(await openPostgresStore({ url: database.url, now: Date.now }));
    expect(dumped).toEqual(
      await dumpOf(await openSqliteStore({ path: ':memory:', now: Date.now })),
    );
    expect(dumped.length).toBeGreaterThan(12);
  });
});
