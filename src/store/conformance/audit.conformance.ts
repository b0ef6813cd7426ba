import { moneyOf } from '../../money';
import { GENESIS } from '../chain';
import type { ProjectedChanges } from '../records';
import {
  aDeadLetter,
  aFlow,
  anAccount,
  AT,
  aRequest,
  aTask,
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
      tenants: [tenant, stranger].map((id) => ({ id, name: 'T', createdAt: AT })),
      accounts: [a, b, c, d],
      keys: [{ ...key, tenantId: tenant, revokedAt: null }],
      pinnedRates: [rate, { ...rate, quote: 'CHF' }],
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
      expect(await collect(audit.allAccounts(world.tenant))).toEqual([from, to, ...more]);
      const flows = await collect(audit.allFlows(world.tenant));
      expect(new Set(flows.map(({ id }) => id)).size).toBe(503);
      const postings = await collect(audit.allPostings(world.tenant));
      expect(postings).toHaveLength(1_006);
      const pairs = postings.filter((_, index) => index % 2 === 0);
      pairs.forEach((posting, index) => {
        expect(postings[index * 2 + 1]?.entryId).toBe(posting.entryId);
        expect(posting.flowId).toBe(log[index * 6]?.stream.id);
      });
    });
  });
};

/** The part of a change that is one tenant's. */
const only = (part: ProjectedChanges, tenant: string): ProjectedChanges => ({
  tenants: part.tenants.filter(({ id }) => id === tenant),
  accounts: part.accounts.filter(({ tenantId }) => tenantId === tenant),
  flows: part.flows.filter(({ state }) => state.tenantId === tenant),
  entries: part.entries.filter(({ tenantId }) => tenantId === tenant),
  keys: part.keys.filter(({ tenantId }) => tenantId === tenant),
  pinnedRates: part.pinnedRates.filter(({ tenantId }) => tenantId === tenant),
  unpinnedRates: part.unpinnedRates.filter(({ tenantId }) => tenantId === tenant),
  anomalies: part.anomalies.filter(({ tenantId }) => tenantId === tenant),
});
