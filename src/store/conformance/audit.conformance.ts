import { moneyOf } from '../../money';
import { GENESIS } from '../chain';
import { eventsOf } from '../segment';
import type { ProjectedChanges } from '../records';
import {
  aDeadLetter,
  aFlow,
  anAccount,
  aQuote,
  AT,
  aRequest,
  aTask,
  aTenant,
  aTransfer,
  aWebhook,
  changing,
  flowEvent,
  HUGE,
  ids,
  stored,
  together,
} from '../store.fixture';
import { aWorld, collect, type MakeDatabase, type World } from './world.conformance';

/** A guard of the ledger, and how a person with a console takes it away and puts it back. */
const oneGuard = {
  one: {
    name: 'postings_are_never_changed',
    away: 'drop trigger postings_are_never_changed',
    back: `create trigger postings_are_never_changed before update on postings
      begin select raise(abort, 'postings are append-only'); end`,
  },
  many: {
    name: 'postings_are_append_only',
    away: 'alter table postings disable trigger postings_are_append_only',
    back: 'alter table postings enable trigger postings_are_append_only',
  },
} as const;

/** What can be rebuilt, of two tenants, in the parts in which it happened. */
const history = ({ tenant, stranger }: World): readonly ProjectedChanges[] => {
  const [a, b] = [anAccount(tenant, 'ETH', { reference: 'r' }), anAccount(tenant, 'ETH')];
  const [c, d] = [anAccount(stranger), anAccount(stranger)];
  const pair = { tenantId: tenant, base: 'EUR', quote: 'USD' };
  const rate = { ...pair, value: '1.1', inverse: '0.9', source: 'manual', asOf: AT } as const;
  const key = {
    id: ids.next('key'),
    name: 'k',
    role: 'member',
    hash: 'ab',
    createdAt: AT,
  } as const;
  const deposit = aFlow(tenant, [a.id], 'deposit', { paymentId: ids.next('pay') });
  return [
    changing({
      tenants: [tenant, stranger].map((id) => ({
        ...aTenant(id, 'T'),
        currencies: [{ code: 'AUDITED', exponent: 3, name: 'A' }],
      })),
      accounts: [a, b, c, d],
      keys: [{ ...key, tenantId: tenant, revokedAt: null }],
      pinnedRates: [rate, { ...rate, quote: 'CHF' }],
      quotes: [aQuote(tenant), aQuote(stranger)],
    }),
    together(aTransfer(a, b, HUGE), aTransfer(c, d, moneyOf('1.00', 'EUR')), {
      flows: [stored(deposit)],
    }),
    together(aTransfer(b, a, HUGE), {
      accounts: [{ ...a, posted: HUGE, version: 2 }],
      flows: [stored({ ...deposit, status: 'failed' }, 2)],
      unpinnedRates: [pair],
      anomalies: [
        {
          tenantId: tenant,
          id: ids.next('anm'),
          reason: 'contradiction',
          provider: 'simulator',
          paymentId: ids.next('pay'),
          flowId: deposit.id,
          detail: '…',
          createdAt: AT,
        },
      ],
    }),
  ];
};

const dumped = (world: World) => collect(world.store.audit.dumpProjections());

export const describeAudit = (make: MakeDatabase): void => {
  describe('rebuilding', () => {
    const given = aWorld(make);

    it('gives the same bytes when the same changes are written after a drop', async () => {
      const world = given();
      const parts = history(world);
      for (const part of parts) await world.commit(part);
      const before = await dumped(world);
      await world.store.audit.dropProjections();
      expect(await dumped(world)).toEqual([]);
      for (const part of parts) await world.store.audit.writeProjections(part);
      expect(await dumped(world)).toEqual(before);
      expect(before.length).toBeGreaterThan(20);
      expect(before).toContain('["exponents","AUDITED","3"]');
    });

    it('gives the same bytes tenant by tenant too', async () => {
      const world = given();
      const parts = history(world);
      for (const part of parts) await world.commit(part);
      const before = await dumped(world);
      await world.store.audit.dropProjections();
      for (const tenant of [world.stranger, world.tenant]) {
        for (const part of parts) await world.store.audit.writeProjections(only(part, tenant));
      }
      expect(await dumped(world)).toEqual(before);
    });

    it('shows a difference of one digit', async () => {
      const world = given();
      const account = anAccount(world.tenant, 'ETH', { posted: HUGE });
      await world.withAccounts(account);
      const before = await dumped(world);
      const posted = { ...HUGE, amount: HUGE.amount.replace(/8$/, '9') };
      await world.withAccounts({ ...account, posted });
      expect(await dumped(world)).not.toEqual(before);
    });

    it('leaves the log, requests, tasks, webhooks and dead letters alone', async () => {
      const world = given();
      const { tenant, store } = world;
      const flow = aFlow(tenant, [], 'deposit');
      const [request, task, webhook] = [aRequest(tenant), aTask(tenant, flow.id), aWebhook(tenant)];
      const letter = aDeadLetter(tenant, flow.id);
      await store.inbox.receive(webhook);
      await world.commit({
        events: [flowEvent(flow, 1)],
        flows: [stored(flow)],
        answeredRequests: [request],
        newTasks: [task],
        deadLetters: [letter],
      });
      const head = await store.audit.head(tenant);
      await store.audit.dropProjections();
      expect(await store.audit.head(tenant)).toEqual(head);
      expect(await collect(store.audit.log(tenant))).toHaveLength(1);
      const loaded = await world.load({
        requests: [request],
        tasks: [task],
        webhooks: [webhook],
        deadLetters: [letter],
        flows: [flow],
      });
      expect(loaded).toMatchObject({
        requests: [request],
        openTasks: [task.id],
        openWebhooks: [webhook.id],
        deadLetters: [letter],
        flows: [],
      });
    });

    it.each(['entries', 'postings'])('leaves %s as append-only as before', async (table) => {
      const world = given();
      for (const part of history(world)) await world.commit(part);
      await world.store.audit.dropProjections();
      for (const part of history(world)) await world.store.audit.writeProjections(part);
      await expect(world.database.execute(`delete from ${table}`)).rejects.toThrow('append-only');
    });

    it('writes a part wholly or not at all', async () => {
      const world = given();
      const [first] = history(world);
      const key = first!.keys[0]!;
      const clash = { ...first!, keys: [key, { ...key, id: ids.next('key') }] };
      await expect(world.store.audit.writeProjections(clash)).rejects.toThrow();
      expect(await dumped(world)).toEqual([]);
    });
  });

  describe('auditing', () => {
    const given = aWorld(make);

    it('begins at the genesis where there is no log yet', async () => {
      const world = given();
      const head = await world.store.audit.head(world.tenant);
      expect(head).toMatchObject({ position: 0, hash: GENESIS });
      expect(await collect(world.store.audit.log(world.tenant))).toEqual([]);
    });

    it('walks through everything of one tenant, however much, once and in order', async () => {
      const world = given();
      const { audit } = world.store;
      const [from, to] = [anAccount(world.tenant, 'ETH'), anAccount(world.tenant, 'ETH')];
      const more = Array.from({ length: 1_000 }, () => anAccount(world.tenant));
      await world.withAccounts(from, to, ...more, anAccount(world.stranger));
      for (const count of [300, 203]) {
        await world.commit(...Array.from({ length: count }, () => aTransfer(from, to, HUGE)));
      }
      await world.commit(
        aTransfer(anAccount(world.stranger), anAccount(world.stranger), moneyOf('1', 'EUR')),
      );
      const log = await collect(audit.log(world.tenant));
      expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
      expect(log).toHaveLength(503 * 6);
      const seen = await audit.snapshot(async (snapshot) => ({
        accounts: await collect(snapshot.accounts(world.tenant)),
        flows: await collect(snapshot.flows(world.tenant)),
        entries: await collect(snapshot.entries(world.tenant)),
      }));
      expect(seen.accounts).toEqual([from, to, ...more]);
      expect(seen.flows).toHaveLength(503);
      expect(new Set(seen.flows.map(({ state }) => state.id)).size).toBe(503);
      expect(seen.entries).toHaveLength(503);
      seen.entries.forEach(({ number, head, legs }, index) => {
        expect(number).toBe(index + 1);
        expect(legs.map(({ side }) => side)).toEqual(['debit', 'credit']);
        expect(head?.flowId).toBe(log[index * 6]?.stream.id);
      });
    });
  });

  describe('a snapshot', () => {
    const given = aWorld(make);

    it('gives everything of a tenant as it stands, and nothing of another', async () => {
      const world = given();
      for (const part of history(world)) await world.commit(part);
      const { tenant } = world;
      const seen = await world.store.audit.snapshot(async (snapshot) => ({
        accounts: await collect(snapshot.accounts(tenant)),
        flows: await collect(snapshot.flows(tenant)),
        lists: await collect(snapshot.flowAccounts(tenant)),
        entries: await collect(snapshot.entries(tenant)),
        segments: await collect(snapshot.segments(tenant)),
        rates: await snapshot.reads.pinnedRates(tenant),
        head: await snapshot.head(tenant),
      }));
      const { audit, reads } = world.store;
      const { items: accounts } = await reads.accounts(tenant, {}, { limit: 9, after: null });
      expect(seen.accounts).toEqual([...accounts].reverse());
      expect(seen.segments.flatMap(eventsOf)).toEqual(await collect(audit.log(tenant)));
      expect(seen.head).toEqual(await audit.head(tenant));
      expect(seen.rates).toEqual(await reads.pinnedRates(tenant));
      expect(seen.flows).toHaveLength(3);
      for (const { state, sequence, filed } of seen.flows) {
        expect(state).toEqual(await reads.flow(tenant, state.id));
        const { id, status, paymentId } = state;
        expect(filed).toEqual({ id, status, paymentId });
        expect(sequence).toBe(state.kind === 'deposit' ? 2 : 6);
        const lists = seen.lists.filter(({ flowId }) => flowId === id);
        expect(lists.map(({ accountId }) => accountId).sort()).toEqual(
          [...state.accountIds].sort(),
        );
      }
      expect(seen.entries.map(({ number }) => number)).toEqual([1, 2]);
    });

    it('gives the legs of an entry in minor units, to the last of 39 digits', async () => {
      const world = given();
      const [from, to] = [anAccount(world.tenant, 'ETH'), anAccount(world.tenant, 'ETH')];
      const transfer = aTransfer(from, to, HUGE);
      await world.commit({ accounts: [from, to] }, transfer);
      const [entry] = await world.store.audit.snapshot((snapshot) =>
        collect(snapshot.entries(world.tenant)),
      );
      const minor = BigInt(HUGE.amount.replace('.', ''));
      const [posted] = transfer.entries;
      expect(entry?.head).toEqual({
        id: posted!.id,
        flowId: posted!.flowId,
        type: posted!.type,
        postedAt: posted!.postedAt,
        conversions: [],
      });
      expect(entry?.legs).toEqual([
        { account: from.id, side: 'debit', currency: 'ETH', minor, balance: 0n },
        { account: to.id, side: 'credit', currency: 'ETH', minor, balance: 0n },
      ]);
    });

    it('knows the tenants by their log, also when the projections have lost them', async () => {
      const world = given();
      for (const part of history(world)) await world.commit(part);
      await world.store.audit.dropProjections();
      const tenants = await world.store.audit.snapshot((snapshot) => snapshot.tenants());
      expect([...tenants].sort()).toEqual([world.tenant, world.stranger].sort());
    });

    it('says that every guard of what is append-only is there', async () => {
      const guards = await given().store.audit.snapshot((snapshot) => snapshot.guards());
      expect(guards.length).toBeGreaterThan(0);
      expect(guards.filter(({ isThere }) => !isThere)).toEqual([]);
    });

    it('names a guard that somebody has taken away', async () => {
      const { store, database } = given();
      const { name, away, back } = oneGuard[database.servers];
      await database.execute(away);
      const guards = await store.audit.snapshot((snapshot) => snapshot.guards());
      await database.execute(back);
      expect(guards.filter(({ isThere }) => !isThere)).toEqual([{ name, isThere: false }]);
    });

    it('sees nothing of what is committed while it is looked at', async () => {
      const world = given();
      const [from, to] = [anAccount(world.tenant, 'ETH'), anAccount(world.tenant, 'ETH')];
      await world.commit({ accounts: [from, to] }, aTransfer(from, to, HUGE));
      let meanwhile: Promise<unknown> = Promise.resolve();
      const seen = await world.store.audit.snapshot(async (snapshot) => {
        const head = await snapshot.head(world.tenant);
        meanwhile = world.commit(aTransfer(to, from, HUGE));
        await new Promise((resolve) => setTimeout(resolve, 20));
        return { head, log: await collect(snapshot.segments(world.tenant)) };
      });
      await meanwhile;
      expect(seen.log.at(-1)?.position).toBe(seen.head.position);
      expect(await collect(world.store.audit.log(world.tenant))).toHaveLength(12);
    });

    it('is given again after one that failed, and as of then', async () => {
      const world = given();
      const failing = world.store.audit.snapshot(async () => {
        throw new Error('a fault of the reader');
      });
      await expect(failing).rejects.toThrow('a fault of the reader');
      const account = anAccount(world.tenant);
      await world.withAccounts(account);
      const seen = await world.store.audit.snapshot((snapshot) =>
        collect(snapshot.accounts(world.tenant)),
      );
      expect(seen).toEqual([account]);
    });
  });
};

/** The part of a change that is one tenant's. */
const only = (part: ProjectedChanges, tenant: string): ProjectedChanges => ({
  tenants: part.tenants.filter(({ id }) => id === tenant),
  accounts: part.accounts.filter(({ tenantId }) => tenantId === tenant),
  flows: part.flows.filter(({ state }) => state.tenantId === tenant),
  entries: part.entries.filter(({ tenantId }) => tenantId === tenant),
  leftBalances: part.leftBalances.filter(({ tenantId }) => tenantId === tenant),
  keys: part.keys.filter(({ tenantId }) => tenantId === tenant),
  quotes: part.quotes.filter(({ tenantId }) => tenantId === tenant),
  pinnedRates: part.pinnedRates.filter(({ tenantId }) => tenantId === tenant),
  unpinnedRates: part.unpinnedRates.filter(({ tenantId }) => tenantId === tenant),
  anomalies: part.anomalies.filter(({ tenantId }) => tenantId === tenant),
});
