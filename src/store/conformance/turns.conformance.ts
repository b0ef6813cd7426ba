import { instantOf } from '../../kernel/clock';
import { isId, type TenantId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import type { Account } from '../../accounts/account';
import { chainedHash, GENESIS } from '../chain';
import type { Changes, Segment } from '../records';
import {
  aDeadLetter,
  aFlow,
  anAccount,
  anEntry,
  anEvent,
  aQuote,
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
  wanting,
} from '../store.fixture';
import { move } from '../../ledger/entry';
import { aWorld, collect, type MakeDatabase, type World } from './world.conformance';

const ofTenant = (tenantId: TenantId, sequence = 1, id: string = tenantId) =>
  anEvent(tenantId, { kind: 'tenant', id }, sequence);

const segmentsOf = (world: World, tenantId: TenantId): Promise<readonly Segment[]> =>
  world.store.audit.snapshot((snapshot) => collect(snapshot.segments(tenantId)));

/** Follows the chain through a log, as verify does; the index of the first segment that breaks it. */
const firstBreak = (log: readonly Segment[]): number => {
  let previous = GENESIS;
  return log.findIndex((segment) => {
    const expected = chainedHash(previous, segment);
    previous = segment.hash;
    return segment.hash !== expected;
  });
};

const everythingIn = async (world: World): Promise<readonly unknown[]> => [
  await collect(world.store.audit.log(world.tenant)),
  await collect(world.store.audit.dumpProjections()),
  await world.store.outbox.depth(Number.MAX_SAFE_INTEGER),
  await world.store.audit.head(world.tenant),
];

/** A turn that touches every table there is. */
const aFullTurn = (tenantId: TenantId): Changes => {
  const [from, to] = [anAccount(tenantId), anAccount(tenantId)];
  const flow = aFlow(tenantId, [from.id], 'deposit', { paymentId: ids.next('pay') });
  return changing({
    events: [flowEvent(flow, 1), ofTenant(tenantId)],
    tenants: [aTenant(tenantId, 'Full')],
    quotes: [aQuote(tenantId)],
    accounts: [from, to],
    flows: [stored(flow)],
    entries: [anEntry(flow, [move(from.id, to.id, moneyOf('1.00', 'EUR'))])],
    answeredRequests: [aRequest(tenantId)],
    newTasks: [aTask(tenantId, flow.id)],
    deadLetters: [aDeadLetter(tenantId, flow.id)],
  });
};

export const describeTurns = (make: MakeDatabase): void => {
  describe('a turn', () => {
    const given = aWorld(make);

    it('is shown nothing in an empty store', async () => {
      const world = given();
      const { tenant: tenantId } = world;
      const loaded = await world.load({
        tenants: [tenantId],
        accounts: [{ tenantId, id: ids.next('acc') }],
        flows: [{ tenantId, id: ids.next('dep') }],
        references: [{ tenantId, reference: 'mine' }],
        requests: [{ tenantId, scope: 'POST /v1/deposits', key: 'k' }],
        tasks: [{ tenantId, stream: { id: ids.next('dep') }, id: ids.next('tsk') }],
        webhooks: [{ tenantId, id: ids.next('whr') }],
        deadLetters: [{ tenantId, id: ids.next('dlt') }],
        streams: [{ tenantId, id: tenantId }],
        keys: [{ tenantId, id: ids.next('key') }],
        quotes: [{ tenantId, id: ids.next('quo') }],
      });
      expect(Object.values(loaded).flat()).toEqual([]);
    });

    it('is shown what an earlier one wrote, exactly', async () => {
      const world = given();
      const { tenant: tenantId } = world;
      const account = anAccount(tenantId, 'EUR', { reference: 'mine', name: 'Žofie 🦊' });
      const flow = aFlow(tenantId, [account.id], 'deposit');
      const request = aRequest(tenantId);
      const task = aTask(tenantId, flow.id);
      const letter = aDeadLetter(tenantId, flow.id);
      const tenant = aTenant(tenantId, 'Mine');
      const quote = aQuote(tenantId);
      await world.commit({
        tenants: [tenant],
        quotes: [quote],
        events: [flowEvent(flow, 1), flowEvent(flow, 2)],
        accounts: [account],
        flows: [stored(flow, 2)],
        answeredRequests: [request],
        newTasks: [task],
        deadLetters: [letter],
      });
      const loaded = await world.load({
        tenants: [tenantId],
        quotes: [quote],
        accounts: [account],
        flows: [flow],
        references: [{ tenantId, reference: 'mine' }],
        requests: [request],
        tasks: [task],
        tasksOf: [flow],
        deadLetters: [letter],
        streams: [flow],
      });
      expect(loaded).toEqual({
        accounts: [account],
        flows: [{ state: flow, sequence: 2 }],
        references: [{ tenantId, reference: 'mine' }],
        requests: [request],
        openTasks: [task.id],
        tasksOf: [expect.objectContaining({ tenantId, id: flow.id, tasks: [task] })],
        openWebhooks: [],
        deadLetters: [letter],
        parkedRequests: [],
        streams: [expect.objectContaining({ tenantId, id: flow.id, sequence: 2 })],
        pinnedRates: [],
        keys: [],
        tenants: [tenant],
        quotes: [quote],
        exponents: [],
      });
    });

    it('finds nothing by a text that is no id', async () => {
      const world = given();
      const { tenant: tenantId } = world;
      for (const id of ['', 'acc_', '../x', 'ACC_1', `${ids.next('acc')} `, "' or 1=1 --"]) {
        const loaded = await world.load({
          accounts: [{ tenantId, id }],
          flows: [{ tenantId, id }],
        });
        expect(loaded.accounts).toEqual([]);
        expect(loaded.flows).toEqual([]);
      }
    });

    it('is never shown what belongs to another tenant', async () => {
      const world = given();
      const { tenant, stranger: tenantId } = world;
      const account = anAccount(tenant, 'EUR', { reference: 'theirs' });
      const flow = aFlow(tenant, [account.id], 'deposit');
      const request = aRequest(tenant);
      const task = aTask(tenant, flow.id);
      const webhook = aWebhook(tenant);
      const letter = aDeadLetter(tenant, flow.id);
      const rate = {
        tenantId: tenant,
        base: 'EUR',
        quote: 'USD',
        value: '1.1',
        inverse: '0.9',
        source: 'manual',
        asOf: '2026-11-21T10:00:00.000Z',
      } as const;
      await world.store.inbox.receive(webhook);
      await world.commit({
        events: [flowEvent(flow, 1)],
        accounts: [account],
        flows: [stored(flow)],
        answeredRequests: [request],
        newTasks: [task],
        deadLetters: [letter],
        pinnedRates: [rate],
      });
      const loaded = await world.load({
        tenants: [tenantId],
        accounts: [{ tenantId, id: account.id }],
        flows: [{ tenantId, id: flow.id }],
        references: [{ tenantId, reference: 'theirs' }],
        requests: [
          { ...request, tenantId },
          { tenantId, scope: letter.request!.scope, key: letter.request!.key },
        ],
        tasks: [{ ...task, tenantId }],
        tasksOf: [],
        webhooks: [{ tenantId, id: webhook.id }],
        deadLetters: [{ tenantId, id: letter.id }],
        streams: [{ tenantId, id: flow.id }],
      });
      expect(Object.values(loaded).flat()).toEqual([]);
    });

    it('writes nothing when its run rejects', async () => {
      const world = given();
      await world.commit(aFullTurn(world.tenant));
      const before = await everythingIn(world);
      const failing = world.store.turns.turn(world.nothingWanted, async () => {
        throw new Error('in the middle');
      });
      await expect(failing).rejects.toThrow('in the middle');
      expect(await everythingIn(world)).toEqual(before);
    });

    it('writes nothing when its commit fails half-way, and the next one is not harmed', async () => {
      const world = given();
      await world.commit(aFullTurn(world.tenant));
      const before = await everythingIn(world);
      const request = aRequest(world.tenant);
      const flow = aFlow(world.tenant, []);
      const clash = changing({
        events: [flowEvent(flow, 1), ofTenant(world.tenant, 2)],
        flows: [stored(flow)],
        answeredRequests: [request, request],
        newTasks: [aTask(world.tenant, flow.id)],
      });
      await expect(world.commit(clash)).rejects.toThrow();
      expect(await everythingIn(world)).toEqual(before);
      const [event] = await world.commit({ events: [ofTenant(world.tenant, 2)] });
      expect(event?.position).toBe(3);
    });

    it('refuses a second event with the same number in a stream', async () => {
      const world = given();
      await world.commit({ events: [ofTenant(world.tenant, 1)] });
      await expect(world.commit({ events: [ofTenant(world.tenant, 1)] })).rejects.toThrow();
      await expect(
        world.commit({ events: [ofTenant(world.tenant, 2), ofTenant(world.tenant, 2)] }),
      ).rejects.toThrow();
      expect(await collect(world.store.audit.log(world.tenant))).toHaveLength(1);
    });

    it('refuses a second account with the reference, but not in another tenant', async () => {
      const world = given();
      await world.withAccounts(anAccount(world.tenant, 'EUR', { reference: 'r' }));
      await expect(
        world.withAccounts(anAccount(world.tenant, 'EUR', { reference: 'r' })),
      ).rejects.toThrow();
      await world.withAccounts(anAccount(world.stranger, 'EUR', { reference: 'r' }));
    });

    it('refuses a second answer to one idempotency key: the first one stays', async () => {
      const world = given();
      const request = aRequest(world.tenant);
      await world.commit({ answeredRequests: [request] });
      await expect(
        world.commit({ answeredRequests: [{ ...request, status: 422 }] }),
      ).rejects.toThrow();
      expect((await world.load({ requests: [request] })).requests).toEqual([request]);
    });

    it('refuses an entry that does not balance', async () => {
      const world = given();
      const flow = aFlow(world.tenant, []);
      const entry = anEntry(flow, [move('fx', 'fees', moneyOf('1.00', 'EUR'))]);
      const lopsided = { ...entry, legs: entry.legs.slice(0, 1) };
      await expect(world.commit({ entries: [lopsided] })).rejects.toThrow('does not balance');
    });

    it('numbers the events of each tenant from 1, without a gap and by itself', async () => {
      const world = given();
      const { tenant, stranger } = world;
      const first = await world.commit({
        events: [ofTenant(tenant, 1), ofTenant(stranger, 1), ofTenant(tenant, 2)],
      });
      await expect(world.commit({ events: [ofTenant(tenant, 2)] })).rejects.toThrow();
      const second = await world.commit({ events: [ofTenant(stranger, 2), ofTenant(tenant, 3)] });
      const positions = [...first, ...second].map(({ tenantId, position }) => [tenantId, position]);
      expect(positions).toEqual([
        [tenant, 1],
        [stranger, 1],
        [tenant, 2],
        [stranger, 2],
        [tenant, 3],
      ]);
    });

    it('gives back the events as they can be read afterwards', async () => {
      const world = given();
      const written = await world.commit({
        events: [ofTenant(world.tenant), ofTenant(world.tenant, 2)],
      });
      expect(await collect(world.store.audit.log(world.tenant))).toEqual(written);
      expect(await world.store.reads.events(world.tenant, { after: 0, limit: 9 })).toEqual(written);
    });

    it('keeps the text of an event as it came, to the letter', async () => {
      const world = given();
      const data = '{ "b":1.50,"a" : "Ünï\\u0063ode 🦊  ", "a":null}';
      const event = anEvent(world.tenant, { kind: 'tenant', id: world.tenant }, 1, {
        data,
        causationId: 'request 7 from «outside»',
      });
      await world.commit({ events: [event] });
      expect(await collect(world.store.audit.log(world.tenant))).toEqual([
        expect.objectContaining(event),
      ]);
    });

    it('keeps the events of a flow as one segment, and any other event by itself', async () => {
      const world = given();
      const { tenant } = world;
      const flow = aFlow(tenant, []);
      const events = [
        ...[1, 2, 3].map((sequence) =>
          flowEvent(flow, sequence, { type: `step.${String(sequence)}` }),
        ),
        ofTenant(tenant, 1),
        ofTenant(tenant, 2),
        flowEvent(flow, 4),
      ];
      const stored = await world.commit({ events });
      await world.commit({ events: [flowEvent(flow, 5)] });
      const segments = await segmentsOf(world, tenant);
      expect(segments.map(({ position, size, sequence }) => [position, size, sequence])).toEqual([
        [3, 3, 1],
        [4, 1, 1],
        [5, 1, 2],
        [6, 1, 4],
        [7, 1, 5],
      ]);
      expect(segments[0]).toMatchObject({
        types: 'step.1 step.2 step.3',
        stream: { kind: 'transfer', id: flow.id },
      });
      expect((await collect(world.store.audit.log(tenant))).slice(0, 6)).toEqual(stored);
    });

    it('keeps apart what two flows did, also when one of them is another tenant’s', async () => {
      const world = given();
      const [mine, other] = [aFlow(world.tenant, []), aFlow(world.tenant, [])];
      const theirs = { ...mine, tenantId: world.stranger };
      const events = [flowEvent(mine, 1), flowEvent(theirs, 2), flowEvent(other, 2)];
      await world.commit({ events });
      expect(await segmentsOf(world, world.tenant)).toHaveLength(2);
      expect(await segmentsOf(world, world.stranger)).toHaveLength(1);
    });

    it('keeps the times and causes of a flow’s events, the same as before them or not', async () => {
      const world = given();
      const flow = aFlow(world.tenant, []);
      const later = '2026-11-21T10:00:01.000Z';
      const first = flowEvent(flow, 1);
      const second = flowEvent(flow, 2, { causationId: first.id, data: '{"a":"\\t\u2028"}' });
      const third = flowEvent(flow, 3, { causationId: first.id, occurredAt: later });
      const fourth = flowEvent(flow, 4, { causationId: third.id, occurredAt: later });
      const events = [first, second, third, fourth];
      await world.commit({ events });
      expect(await collect(world.store.audit.log(world.tenant))).toEqual(
        events.map((event) => expect.objectContaining(event) as unknown),
      );
    });

    it.each([{ data: '{\n}' }, { causationId: 'one\nother' }, { causationId: 'one\tother' }])(
      'refuses an event that would break its line: %j',
      async (broken) => {
        const world = given();
        const event = { ...ofTenant(world.tenant), ...broken };
        await expect(world.commit({ events: [event] })).rejects.toThrow('line break');
        expect(await collect(world.store.audit.log(world.tenant))).toEqual([]);
      },
    );

    it('chains the segments of each tenant by their hashes', async () => {
      const world = given();
      const { tenant, stranger } = world;
      await world.commit({ events: [ofTenant(tenant, 1), ofTenant(stranger, 1)] });
      await world.reopen();
      await world.commit({ events: [ofTenant(tenant, 2), ofTenant(stranger, 2)] });
      await world.commit({ events: [ofTenant(tenant, 3)] });
      const log = await segmentsOf(world, tenant);
      expect(log).toHaveLength(3);
      expect(firstBreak(log)).toBe(-1);
      expect(firstBreak(await segmentsOf(world, stranger))).toBe(-1);
      expect(firstBreak(log.map((segment) => ({ ...segment, types: 'forged' })))).toBe(0);
      expect(await world.store.audit.head(tenant)).toEqual({
        position: 3,
        hash: log[2]?.hash,
        at: log[2]?.committedAt,
      });
    });

    it('dates commits by the clock, and never back when the clock is set back', async () => {
      const world = given();
      const start = world.clock.now();
      const dates: string[] = [];
      for (const [index, jump] of [0, 5_000, -3_600_000, 4_999, 6_000].entries()) {
        world.clock.set(start + jump);
        const [event] = await world.commit({ events: [ofTenant(world.tenant, index + 1)] });
        dates.push(event!.committedAt);
      }
      const offsets = [0, 5_000, 5_000, 5_000, 6_000];
      expect(dates).toEqual(offsets.map((offset) => instantOf(start + offset)));
    });

    it('is carried out after those that want the same and were asked for before it, never beside them', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant));
      const order: string[] = [];
      const turn = (name: string, pauses: number) =>
        world.store.turns.turn(wanting({ accounts: [account] }), async () => {
          order.push(`${name} begins`);
          for (let pause = 0; pause < pauses; pause += 1) await Promise.resolve();
          order.push(`${name} ends`);
          return changing({});
        });
      await Promise.all([turn('first', 9), turn('second', 3), turn('third', 0)]);
      expect(order).toEqual(
        ['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]),
      );
    });

    it('goes beside one that wants something else', async () => {
      const world = given();
      const [one, other] = await world.withAccounts(
        anAccount(world.tenant),
        anAccount(world.tenant),
      );
      const raised = (accounts: readonly Account[]) =>
        changing({ accounts: accounts.map((found) => ({ ...found, version: found.version + 1 })) });
      let meanwhile = 0;
      await world.store.turns.turn(wanting({ accounts: [one] }), async ({ accounts }) => {
        await world.store.turns.turn(wanting({ accounts: [other] }), async (loaded) => {
          meanwhile += loaded.accounts.length;
          return raised(loaded.accounts);
        });
        return raised(accounts);
      });
      expect(meanwhile).toBe(1);
      for (const { id } of [one, other]) {
        expect((await world.store.reads.account(world.tenant, id))?.version).toBe(2);
      }
    });

    it('is run again when one beside it has appended to its tenant’s stream', async () => {
      const world = given();
      const { tenant } = world;
      const seen: number[] = [];
      await world.store.turns.turn(wanting({ tenants: [tenant] }), async ({ streams }) => {
        const sequence = streams.find(({ id }) => id === tenant)?.sequence ?? 0;
        seen.push(sequence);
        if (seen.length === 1) await world.commit({ events: [ofTenant(tenant, 1)] });
        return changing({ events: [ofTenant(tenant, sequence + 1)] });
      });
      expect(seen).toEqual([0, 1]);
      const log = await world.store.reads.events(tenant, { after: 0, limit: 9 });
      expect(log.map(({ sequence, position }) => [sequence, position])).toEqual([
        [1, 1],
        [2, 2],
      ]);
    });

    it('sees each of a hundred turns that were asked for at once before it', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant));
      const raise = () =>
        world.store.turns.turn(wanting({ accounts: [account] }), async ({ accounts }) =>
          changing({ accounts: accounts.map((one) => ({ ...one, version: one.version + 1 })) }),
        );
      await Promise.all(Array.from({ length: 100 }, raise));
      expect((await world.store.reads.account(world.tenant, account.id))?.version).toBe(101);
    });

    it('goes on after one before it that failed', async () => {
      const world = given();
      const failing = world.store.turns.turn(world.nothingWanted, async () => {
        throw new Error('a fault');
      });
      const next = world.commit({ events: [ofTenant(world.tenant)] });
      await expect(failing).rejects.toThrow('a fault');
      expect(await next).toHaveLength(1);
    });

    it('carries hundreds of flows in one commit', async () => {
      const world = given();
      const [from, to] = await world.withAccounts(
        anAccount(world.tenant, 'ETH'),
        anAccount(world.tenant, 'ETH'),
      );
      const transfers = Array.from({ length: 400 }, () => aTransfer(from, to, HUGE));
      const written = await world.commit(...transfers);
      expect(written.map(({ position }) => position)).toEqual(
        Array.from({ length: 2400 }, (_, index) => index + 1),
      );
      const log = await collect(world.store.audit.log(world.tenant));
      expect(log).toEqual(written);
      const segments = await segmentsOf(world, world.tenant);
      expect(segments).toHaveLength(400);
      expect(firstBreak(segments)).toBe(-1);
      const { flows, entries } = await world.store.audit.snapshot(async (snapshot) => ({
        flows: await collect(snapshot.flows(world.tenant)),
        entries: await collect(snapshot.entries(world.tenant)),
      }));
      expect(flows).toHaveLength(400);
      expect(entries.flatMap(({ legs }) => legs)).toHaveLength(800);
    });

    it('keeps everything when the store is closed and opened again', async () => {
      const world = given();
      await world.commit(aFullTurn(world.tenant));
      const before = await everythingIn(world);
      await world.reopen();
      expect(await everythingIn(world)).toEqual(before);
    });

    it('is finished before the store closes, and refused afterwards', async () => {
      const world = given();
      const turn = world.commit({ events: [ofTenant(world.tenant)] });
      await world.reopen();
      expect(await turn).toHaveLength(1);
      expect((await world.store.audit.head(world.tenant)).position).toBe(1);
      await world.store.close();
      await expect(world.commit({ events: [ofTenant(world.tenant, 2)] })).rejects.toThrow();
      await expect(world.store.reads.ping()).rejects.toThrow();
    });

    it('can be probed for, and a probe changes nothing', async () => {
      const world = given();
      await world.commit({ events: [ofTenant(world.tenant)] });
      const before = await everythingIn(world);
      await world.store.turns.probe();
      expect(await everythingIn(world)).toEqual(before);
      await world.commit({ events: [ofTenant(world.tenant, 2)] });
      await world.store.close();
      await expect(world.store.turns.probe()).rejects.toThrow();
    });

    it('names the events itself by nothing: their ids are the caller’s', async () => {
      const world = given();
      const event = ofTenant(world.tenant);
      const [written] = await world.commit({ events: [event] });
      expect(written?.id).toBe(event.id);
      expect(isId('evt', written?.id ?? '')).toBe(true);
    });
  });

  describe('the database itself', () => {
    const given = aWorld(make);

    it.each(['shapes', 'segments', 'entries', 'postings'])(
      'forbids to change or delete %s',
      async (table) => {
        const world = given();
        const [from, to] = await world.withAccounts(
          anAccount(world.tenant),
          anAccount(world.tenant),
        );
        await world.commit(aTransfer(from, to, moneyOf('1.00', 'EUR')));
        const before = await everythingIn(world);
        const columns = {
          shapes: 'types',
          segments: 'body',
          entries: 'type',
          postings: 'currency',
        };
        const column = columns[table as keyof typeof columns];
        const changed = `update ${table} set ${column} = 'forged'`;
        await expect(world.database.execute(changed)).rejects.toThrow('append-only');
        await expect(world.database.execute(`delete from ${table}`)).rejects.toThrow('append-only');
        expect(await everythingIn(world)).toEqual(before);
      },
    );
  });
};
