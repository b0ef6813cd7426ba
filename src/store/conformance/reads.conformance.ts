import type { Account } from '../../accounts/account';
import { instantOf } from '../../kernel/clock';
import type { FlowId } from '../../kernel/ids';
import { move } from '../../ledger/entry';
import { learnExponents, moneyOf } from '../../money';
import type { PinnedRate, StoredRate } from '../../rates/rate';
import type { ApiKey } from '../../tenancy/tenancy';
import type { Anomaly } from '../records';
import type { PageAsked, PageOf } from '../store.port';
import {
  aFlow,
  anAccount,
  anEntry,
  anEvent,
  aQuote,
  AT,
  aTenant,
  changing,
  aTransfer,
  flowEvent,
  HUGE,
  ids,
  noLimits,
  stored,
} from '../store.fixture';
import { aWorld, type MakeDatabase, type World } from './world.conformance';

/** Every item of a list, page by page, and how many pages that took. */
const allPages = async <T>(
  read: (page: PageAsked) => Promise<PageOf<T>>,
  limit: number,
): Promise<{ items: T[]; pages: number }> => {
  const items: T[] = [];
  let [after, pages]: [string | null, number] = [null, 0];
  do {
    const page: PageOf<T> = await read({ limit, after });
    items.push(...page.items);
    pages += 1;
    after = page.next;
  } while (after !== null);
  return { items, pages };
};

const everything: PageAsked = { limit: 100, after: null };

const describeAccounts = (make: MakeDatabase): void => {
  describe('accounts', () => {
    const given = aWorld(make);

    it('come back digit for digit, with every word and limit', async () => {
      const world = given();
      const account = anAccount(world.tenant, 'ETH', {
        status: 'frozen',
        name: 'Ключ “🔑”',
        reference: 'crm:7',
        posted: { ...HUGE, amount: `-${HUGE.amount}` },
        held: HUGE,
        overdraft: HUGE,
        limits: { ...noLimits, deposit: { min: null, max: HUGE, daily: HUGE } },
        usage: [{ operation: 'deposit', day: '2026-11-21', amount: HUGE }],
        flowsUnderWay: 3,
        metadata: { 'naïve key': '日本語', empty: '', __proto: '"\\\n' },
        version: 12,
      });
      await world.withAccounts(account);
      await world.reopen();
      expect(await world.store.reads.account(world.tenant, account.id)).toEqual(account);
      expect((await world.load({ accounts: [account] })).accounts).toEqual([account]);
    });

    it('are replaced as a whole', async () => {
      const world = given();
      const [account] = await world.withAccounts(
        anAccount(world.tenant, 'EUR', { reference: 'r', metadata: { a: '1' } }),
      );
      const changed: Account = {
        ...account,
        status: 'closed',
        name: 'New',
        reference: null,
        posted: moneyOf('-0.01', 'EUR'),
        metadata: {},
        version: 2,
        updatedAt: '2026-11-22T00:00:00.000Z',
      };
      await world.withAccounts(changed);
      expect(await world.store.reads.account(world.tenant, account.id)).toEqual(changed);
      const references = [{ tenantId: world.tenant, reference: 'r' }];
      expect((await world.load({ references })).references).toEqual([]);
    });

    it('are listed newest first, in pages, each tenant its own', async () => {
      const world = given();
      const mine = Array.from({ length: 7 }, () => anAccount(world.tenant));
      await world.withAccounts(...mine, anAccount(world.stranger));
      const read = (page: PageAsked) => world.store.reads.accounts(world.tenant, {}, page);
      expect(await allPages(read, 3)).toEqual({ items: [...mine].reverse(), pages: 3 });
      expect(await allPages(read, 7)).toEqual({ items: [...mine].reverse(), pages: 1 });
    });

    it('are found by their reference, each tenant its own', async () => {
      const world = given();
      const reference = 'customer 4711 🦊';
      const [mine, other] = [world.tenant, world.stranger].map((tenant) =>
        anAccount(tenant, 'EUR', { reference }),
      );
      await world.withAccounts(anAccount(world.tenant), mine!, other!, anAccount(world.tenant));
      const read = (named: string) =>
        world.store.reads.accounts(world.tenant, { reference: named }, { limit: 1, after: null });
      expect(await read(reference)).toEqual({ items: [mine], next: null });
      expect(await read(reference.toUpperCase())).toEqual({ items: [], next: null });
    });

    it('are not found by a stranger, nor by what is no id', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant));
      const { reads } = world.store;
      expect(await reads.account(world.stranger, account.id)).toBeUndefined();
      for (const id of ['', 'acc_x', account.id.toUpperCase(), `${account.id}0`]) {
        expect(await reads.account(world.tenant, id)).toBeUndefined();
      }
      const nowhere = await reads.accounts(world.tenant, {}, { limit: 9, after: 'no id' });
      expect(nowhere).toEqual({ items: [], next: null });
    });
  });
};

const describePast = (make: MakeDatabase): void => {
  describe('past balances', () => {
    const given = aWorld(make);
    const euros = (posted: string, held = '0') => ({
      posted: moneyOf(posted, 'EUR'),
      held: moneyOf(held, 'EUR'),
      overdraft: moneyOf('5', 'EUR'),
    });
    const leaving = (account: Account, sequence: number, ...left: ReturnType<typeof euros>[]) => {
      const { tenantId, id } = account;
      const event = { stream: id, sequence };
      return {
        events: [anEvent(tenantId, { kind: 'account', id }, sequence)],
        leftBalances: left.map((one) => ({ tenantId, accountId: id, event, ...one })),
      };
    };

    it('are told as of any committed time, that very time included', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant));
      const start = world.clock.now();
      const at = (later: number) =>
        world.store.reads.balanceAt(world.tenant, account.id, instantOf(start + later));
      await world.commit(leaving(account, 1, euros('1')));
      world.clock.set(start + 2);
      await world.commit(leaving(account, 2, euros('2', '1'), euros('-3.33', '4')));
      await world.commit(leaving(account, 3, euros('7')));
      world.clock.set(start - 9);
      await world.commit(leaving(account, 4, euros('8')));

      expect(await at(-1)).toBeUndefined();
      expect(await at(0)).toEqual(euros('1'));
      expect(await at(1)).toEqual(euros('1'));
      expect(await at(2)).toEqual(euros('8'));
      expect(await at(9_999)).toEqual(euros('8'));
    });

    it('keep every digit, and are nobody else’s', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant, 'ETH'));
      const huge = {
        posted: HUGE,
        held: HUGE,
        overdraft: { ...HUGE, amount: '0.000000000000000001' },
      };
      await world.commit(leaving(account, 1, huge));
      const read = (tenant: typeof world.tenant, id: string) =>
        world.store.reads.balanceAt(tenant, id, '9999-12-31T23:59:59.999Z');

      expect(await read(world.tenant, account.id)).toEqual(huge);
      expect(await read(world.stranger, account.id)).toBeUndefined();
      expect(await read(world.tenant, 'acc_x')).toBeUndefined();
    });

    it('of an event that was never recorded are refused', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant));
      const { leftBalances } = leaving(account, 1, euros('1'));
      await expect(world.commit({ leftBalances })).rejects.toThrow('not in the log');
    });
  });
};

const describeFlows = (make: MakeDatabase): void => {
  describe('flows', () => {
    const given = aWorld(make);

    it('come back as they were written, by their id and by their payment', async () => {
      const world = given();
      const paymentId = ids.next('pay');
      const flow = {
        ...aFlow(world.tenant, [ids.next('acc')], 'deposit', { paymentId }),
        requested: HUGE,
        metadata: { note: '🦊' },
      };
      await world.commit({ flows: [stored(flow)] });
      const done = { ...flow, status: 'completed', rate: '1.1' } as const;
      await world.commit({ flows: [stored(done, 4)] });
      const { reads } = world.store;
      expect(await reads.flow(world.tenant, flow.id)).toEqual(done);
      expect(await reads.flowOfPayment(world.tenant, paymentId)).toEqual(done);
      expect((await world.load({ flows: [flow] })).flows).toEqual([{ state: done, sequence: 4 }]);
      expect(await reads.flow(world.stranger, flow.id)).toBeUndefined();
      expect(await reads.flowOfPayment(world.stranger, paymentId)).toBeUndefined();
      expect(await reads.flow(world.tenant, 'nonsense')).toBeUndefined();
    });

    it('refuse a payment that another flow has', async () => {
      const world = given();
      const paymentId = ids.next('pay');
      const flow = () => stored(aFlow(world.tenant, [], 'deposit', { paymentId }));
      await world.commit({ flows: [flow()] });
      await expect(world.commit({ flows: [flow()] })).rejects.toThrow();
    });

    it('are listed by kind, newest first, by account (either side) and by status', async () => {
      const world = given();
      const { tenant } = world;
      const [a, b] = [ids.next('acc'), ids.next('acc')];
      const one = aFlow(tenant, [a, b], 'transfer', { status: 'completed' });
      const deposit = aFlow(tenant, [a], 'deposit');
      const two = aFlow(tenant, [b, a], 'transfer', { status: 'rejected' });
      const three = aFlow(tenant, [b], 'transfer', { status: 'completed' });
      await world.commit({ flows: [one, deposit, two, three].map((flow) => stored(flow)) });
      const list = async (filter: object) =>
        (await world.store.reads.flows(tenant, { kind: 'transfer', ...filter }, everything)).items;
      expect(await list({})).toEqual([three, two, one]);
      expect(await list({ kind: 'deposit' })).toEqual([deposit]);
      expect(await list({ kind: 'withdraw' })).toEqual([]);
      expect(await list({ accountId: a })).toEqual([two, one]);
      expect(await list({ accountId: b })).toEqual([three, two, one]);
      expect(await list({ status: 'completed' })).toEqual([three, one]);
      expect(await list({ status: 'rejected' })).toEqual([two]);
      expect(await list({ accountId: a, status: 'completed' })).toEqual([one]);
      expect(await list({ accountId: a, status: 'pending' })).toEqual([]);
      expect(await list({ accountId: 'no id' })).toEqual([]);
      const theirs = await world.store.reads.flows(
        world.stranger,
        { kind: 'transfer', accountId: a },
        everything,
      );
      expect(theirs.items).toEqual([]);
    });

    it('leave the list of one status when they come to another', async () => {
      const world = given();
      const flow = aFlow(world.tenant, [], 'deposit');
      await world.commit({ flows: [stored(flow)] });
      const pending = () =>
        world.store.reads.flows(world.tenant, { kind: 'deposit', status: 'pending' }, everything);
      expect((await pending()).items).toEqual([flow]);
      await world.commit({ flows: [stored({ ...flow, status: 'failed' }, 2)] });
      expect((await pending()).items).toEqual([]);
    });

    it.each([{}, { accountId: 'its own' }, { status: 'pending' as const }])(
      'are given out in pages that neither lose nor repeat one (%j)',
      async (filter) => {
        const world = given();
        const account = ids.next('acc');
        const flows = Array.from({ length: 11 }, () => aFlow(world.tenant, [account], 'deposit'));
        await world.commit({ flows: flows.map((flow) => stored(flow)) });
        const chosen = 'accountId' in filter ? { accountId: account } : filter;
        const read = (page: PageAsked) =>
          world.store.reads.flows(world.tenant, { kind: 'deposit', ...chosen }, page);
        expect(await allPages(read, 4)).toEqual({ items: [...flows].reverse(), pages: 3 });
        expect((await read({ limit: 11, after: null })).next).toBeNull();
      },
    );
  });
};

const describeEvents = (make: MakeDatabase): void => {
  describe('events', () => {
    const given = aWorld(make);

    /** Two flows of one account, one of another, the account's own event, a stranger's event. */
    const story = async (world: World) => {
      const { tenant, stranger } = world;
      const [a, b] = await world.withAccounts(anAccount(tenant), anAccount(tenant));
      const one = aFlow(tenant, [a.id, b.id], 'transfer');
      const two = aFlow(tenant, [b.id], 'deposit');
      const types = (type: string) => ({ type });
      await world.commit({
        events: [
          anEvent(tenant, { kind: 'account', id: a.id }, 1, types('account.opened')),
          flowEvent(one, 1, types('transfer.requested')),
          flowEvent(two, 1, types('deposit.requested')),
          anEvent(stranger, { kind: 'tenant', id: stranger }, 1, types('transfer.requested')),
          flowEvent(one, 2, types('conversion.done')),
          flowEvent(two, 2, types('conversion.done')),
          anEvent(tenant, { kind: 'tenant', id: tenant }, 1, types('rate.pinned')),
        ],
        flows: [stored(one, 2), stored(two, 2)],
      });
      return { a, b, one, two };
    };

    const positions = async (world: World, filter: object): Promise<number[]> =>
      (await world.store.reads.events(world.tenant, { after: 0, limit: 100, ...filter })).map(
        ({ position }) => position,
      );

    it('are read in order, from any position on, as many as asked', async () => {
      const world = given();
      await story(world);
      expect(await positions(world, {})).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await positions(world, { after: 2, limit: 3 })).toEqual([3, 4, 5]);
      expect(await positions(world, { after: 6 })).toEqual([]);
    });

    it('are chosen by exact types', async () => {
      const world = given();
      await story(world);
      expect(await positions(world, { types: ['conversion.done'] })).toEqual([4, 5]);
      const two = ['conversion.done', 'transfer.requested'];
      expect(await positions(world, { types: two })).toEqual([2, 4, 5]);
      expect(await positions(world, { types: two, after: 2, limit: 1 })).toEqual([4]);
      expect(await positions(world, { types: ['conversion'] })).toEqual([]);
      expect(await positions(world, { types: [] })).toEqual([]);
    });

    it('are read from the middle of a segment, over several, and to the middle of one', async () => {
      const world = given();
      const [a, b, c] = await world.withAccounts(
        anAccount(world.tenant),
        anAccount(world.tenant),
        anAccount(world.tenant),
      );
      const one = moneyOf('1.00', 'EUR');
      const transfers = [aTransfer(a, b, one), aTransfer(b, c, one), aTransfer(c, b, one)];
      await world.commit(...transfers);
      const from = (first: number, last: number) =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index);
      expect(await positions(world, { after: 3, limit: 4 })).toEqual(from(4, 7));
      expect(await positions(world, { after: 5, limit: 12 })).toEqual(from(6, 17));
      expect(await positions(world, { after: 17, limit: 12 })).toEqual([18]);
      const types = ['conversion.done', 'transfer.completed'];
      expect(await positions(world, { types, after: 3, limit: 4 })).toEqual([6, 9, 12, 15]);
      expect(await positions(world, { types, after: 3, limit: 99 })).toEqual([6, 9, 12, 15, 18]);
      expect(await positions(world, { accountId: a.id, after: 2 })).toEqual(from(3, 6));
      expect(await positions(world, { accountId: b.id, types, limit: 3 })).toEqual([3, 6, 9]);
      const flowId = transfers[1]?.flows[0]?.state.id;
      expect(await positions(world, { flowId, after: 8, limit: 3 })).toEqual([9, 10, 11]);
      expect(await positions(world, { flowId, types })).toEqual([9, 12]);
    });

    it('are none of them passed over by who follows a type while new shapes come', async () => {
      const world = given();
      const types = ['wanted'];
      const flow = (...path: string[]) => {
        const state = aFlow(world.tenant, [], 'deposit');
        return { events: path.map((type, index) => flowEvent(state, index + 1, { type })) };
      };
      await world.commit(flow('wanted'));
      const rounds = Array.from({ length: 40 }, (_, index) => `step.${String(index)}`);
      let isWriting = true;
      const write = async (): Promise<void> => {
        for (const step of rounds) {
          await world.commit(flow(step, 'wanted'));
          await world.commit(flow('wanted'));
        }
        isWriting = false;
      };
      const follow = async (): Promise<readonly number[]> => {
        const followed: number[] = [];
        for (let isOver = false; !isOver;) {
          const wasWriting = isWriting;
          const page = await positions(world, { types, after: followed.at(-1) ?? 0 });
          followed.push(...page);
          isOver = !wasWriting && page.length === 0;
          await new Promise(setImmediate);
        }
        return followed;
      };
      const [, ...all] = await Promise.all([write(), follow(), follow(), follow(), follow()]);
      const expected = await positions(world, { types, limit: 1_000 });
      expect(expected).toHaveLength(1 + 2 * rounds.length);
      expect(all).toEqual([expected, expected, expected, expected]);
    });

    it('are found by a type that is in very many shapes', async () => {
      const world = given();
      const flows = Array.from({ length: 120 }, () => aFlow(world.tenant, [], 'deposit'));
      const events = flows.flatMap((flow, index) => [
        flowEvent(flow, 1, { type: `step.${String(index)}` }),
        flowEvent(flow, 2, { type: 'common' }),
      ]);
      await world.commit({ events });
      const found = await positions(world, { types: ['common'], after: 99, limit: 60 });
      expect(found).toEqual(Array.from({ length: 60 }, (_, index) => 100 + 2 * index));
      expect(await positions(world, { types: ['step.7', 'step.118'] })).toEqual([15, 237]);
    });

    it('are chosen by flow', async () => {
      const world = given();
      const { one, two } = await story(world);
      expect(await positions(world, { flowId: one.id })).toEqual([2, 4]);
      expect(await positions(world, { flowId: two.id, after: 3 })).toEqual([5]);
      expect(await positions(world, { flowId: one.id, types: ['conversion.done'] })).toEqual([4]);
      expect(await positions(world, { flowId: 'nonsense' })).toEqual([]);
      const theirs = { after: 0, limit: 9, flowId: one.id };
      expect(await world.store.reads.events(world.stranger, theirs)).toEqual([]);
    });

    it('are chosen by account: its own, and those of every flow that touches it', async () => {
      const world = given();
      const { a, b, one, two } = await story(world);
      expect(await positions(world, { accountId: a.id })).toEqual([1, 2, 4]);
      expect(await positions(world, { accountId: b.id })).toEqual([2, 3, 4, 5]);
      expect(await positions(world, { accountId: b.id, after: 2, limit: 2 })).toEqual([3, 4]);
      expect(await positions(world, { accountId: b.id, types: ['conversion.done'] })).toEqual([
        4, 5,
      ]);
      expect(await positions(world, { accountId: b.id, flowId: two.id })).toEqual([3, 5]);
      expect(await positions(world, { accountId: a.id, flowId: two.id })).toEqual([]);
      expect(await positions(world, { accountId: a.id, flowId: one.id })).toEqual([2, 4]);
      expect(await positions(world, { accountId: 'nonsense' })).toEqual([]);
      const theirs = { after: 0, limit: 9, accountId: a.id };
      expect(await world.store.reads.events(world.stranger, theirs)).toEqual([]);
    });

    it('are found for an account with thousands of flows as for one with few', async () => {
      const world = given();
      const [a, b] = await world.withAccounts(anAccount(world.tenant), anAccount(world.tenant));
      const busy = Array.from({ length: 1_200 }, (_, index) =>
        aFlow(world.tenant, index % 3 === 0 ? [b.id] : [a.id], 'deposit'),
      );
      const quiet = aFlow(world.tenant, [a.id, b.id], 'transfer');
      const all = [...busy, ...busy.map((flow) => ({ ...flow, id: ids.next('dep') })), quiet];
      await world.commit({
        events: [
          anEvent(world.tenant, { kind: 'account', id: a.id }, 1),
          ...all.map((flow) => flowEvent(flow, 1)),
        ],
        flows: all.map((flow) => stored(flow)),
      });
      const expected = [
        1,
        ...all.flatMap((flow, index) => (flow.accountIds.includes(a.id) ? [index + 2] : [])),
      ];
      expect(await positions(world, { accountId: a.id, limit: 5_000 })).toEqual(expected);
      const rare = { accountId: a.id, types: ['transfer.happened'], after: 5 };
      expect(await positions(world, rare)).toEqual([all.length + 1]);
    });

    it('of one flow come in the order of their sequence, whole', async () => {
      const world = given();
      const { one } = await story(world);
      const events = await world.store.reads.flowEvents(world.tenant, one.id);
      expect(events.map(({ sequence, type }) => [sequence, type])).toEqual([
        [1, 'transfer.requested'],
        [2, 'conversion.done'],
      ]);
      expect(await world.store.reads.flowEvents(world.stranger, one.id)).toEqual([]);
    });
  });
};

const describeLedger = (make: MakeDatabase): void => {
  describe('postings', () => {
    const given = aWorld(make);

    it('of a flow come in the order of posting, digit for digit', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant, 'ETH'));
      const flow = aFlow(world.tenant, [account.id], 'deposit');
      const entry = anEntry(flow, [
        move('clearing:simulator', 'fx', moneyOf('5.00', 'USD')),
        move('fx', account.id, HUGE),
      ]);
      await world.commit({ entries: [entry] });
      const [more] = [anEntry(flow, [move(account.id, 'fees', moneyOf('1', 'ETH'))])];
      await world.commit({ entries: [more] });
      const postings = await world.store.reads.flowPostings(world.tenant, flow.id);
      const seen = postings.map((one) => [one.account, one.side, one.amount, one.currency]);
      expect(seen).toEqual([
        ['clearing:simulator', 'debit', '5.00', 'USD'],
        ['fx', 'credit', '5.00', 'USD'],
        ['fx', 'debit', HUGE.amount, 'ETH'],
        [account.id, 'credit', HUGE.amount, 'ETH'],
        [account.id, 'debit', '1.000000000000000000', 'ETH'],
        ['fees', 'credit', '1.000000000000000000', 'ETH'],
      ]);
      expect(postings[0]).toMatchObject({
        entryId: entry.id,
        flowId: flow.id,
        type: entry.type,
        postedAt: entry.postedAt,
      });
      expect(await world.store.reads.flowPostings(world.stranger, flow.id)).toEqual([]);
    });

    it('of an account are its statement: newest first, with the balance each left', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant, 'EUR'));
      const entries = ['1.00', '2.00', '3.00', '4.00', '5.00'].map((amount) =>
        anEntry(
          aFlow(world.tenant, [account.id]),
          [move('fx', account.id, moneyOf(amount, 'EUR'))],
          new Map([[account.id, moneyOf(`10${amount}`, 'EUR')]]),
        ),
      );
      for (const entry of entries) await world.commit({ entries: [entry] });
      const read = (page: PageAsked) => world.store.reads.statement(world.tenant, account.id, page);
      const { items, pages } = await allPages(read, 2);
      expect(pages).toBe(3);
      expect(items.map(({ amount, balance }) => [amount, balance])).toEqual([
        ['5.00', '105.00'],
        ['4.00', '104.00'],
        ['3.00', '103.00'],
        ['2.00', '102.00'],
        ['1.00', '101.00'],
      ]);
      expect(items[4]).toMatchObject({
        entryId: entries[0]!.id,
        account: account.id,
        side: 'credit',
      });
      expect((await read({ limit: 5, after: null })).next).toBeNull();
      expect((await read({ limit: 5, after: 'nonsense' })).items).toEqual([]);
      const theirs = await world.store.reads.statement(world.stranger, account.id, everything);
      expect(theirs.items).toEqual([]);
    });

    it('keep a balance below zero and above 2^63 in the statement', async () => {
      const world = given();
      const [account] = await world.withAccounts(anAccount(world.tenant, 'ETH'));
      const below = { ...HUGE, amount: `-${HUGE.amount}` };
      const entry = anEntry(
        aFlow(world.tenant, [account.id]),
        [move(account.id, 'fx', HUGE)],
        new Map([[account.id, below]]),
      );
      await world.commit({ entries: [entry] });
      const { items } = await world.store.reads.statement(world.tenant, account.id, everything);
      expect(items.map(({ balance }) => balance)).toEqual([below.amount]);
    });

    it('are summed by internal account, and by all customers together', async () => {
      const world = given();
      const [a, b] = await world.withAccounts(
        anAccount(world.tenant, 'ETH'),
        anAccount(world.tenant, 'ETH'),
      );
      const flow = aFlow(world.tenant, [a.id]);
      await world.commit({
        entries: [
          anEntry(flow, [
            move('clearing:simulator', 'fx', moneyOf('5.00', 'USD')),
            move('fx', a.id, HUGE),
          ]),
          anEntry(flow, [move(a.id, b.id, HUGE)]),
        ],
      });
      await world.commit({ entries: [anEntry(flow, [move(a.id, 'fees', HUGE)])] });
      const theirs = aFlow(world.stranger, []);
      await world.commit({
        entries: [anEntry(theirs, [move('fx', 'fees', moneyOf('1.00', 'USD'))])],
      });
      const totals = await world.store.reads.ledgerTotals(world.tenant);
      const twice = '246913578024691357802.246913578024691356';
      const none = '0.000000000000000000';
      expect(totals.map((one) => [one.account, one.currency, one.debits, one.credits])).toEqual([
        ['clearing:simulator', 'USD', '5.00', '0.00'],
        ['customers', 'ETH', twice, twice],
        ['fees', 'ETH', none, HUGE.amount],
        ['fx', 'ETH', HUGE.amount, none],
        ['fx', 'USD', '0.00', '5.00'],
      ]);
      expect(await world.store.reads.ledgerTotals(world.stranger)).toHaveLength(2);
    });
  });
};

const describeSettings = (make: MakeDatabase): void => {
  describe('settings', () => {
    const given = aWorld(make);

    it('pinned rates are replaced and unpinned by pair, each tenant its own', async () => {
      const world = given();
      const rate = (value: string, more: Partial<PinnedRate> = {}): PinnedRate => ({
        tenantId: world.tenant,
        base: 'EUR',
        quote: 'USD',
        value,
        inverse: '0.909090909090909090',
        source: 'manual',
        asOf: AT,
        ...more,
      });
      const other = rate('0.1234567890123456789', { base: 'CHF' });
      const theirs = rate('9', { tenantId: world.stranger });
      await world.commit({ pinnedRates: [rate('1.1'), other, theirs] });
      await world.commit({ pinnedRates: [rate('1.2')] });
      const { reads } = world.store;
      expect(await reads.pinnedRates(world.tenant)).toEqual([other, rate('1.2')]);
      expect((await world.load({ tenants: [world.tenant] })).pinnedRates).toEqual([
        other,
        rate('1.2'),
      ]);
      await world.commit({ unpinnedRates: [rate('1.2')] });
      expect(await reads.pinnedRates(world.tenant)).toEqual([other]);
      expect(await reads.pinnedRates(world.stranger)).toEqual([theirs]);
    });

    it('keys are found by their hash, also when they are revoked, which is told', async () => {
      const world = given();
      const key = (hash: string, tenantId = world.tenant): ApiKey => ({
        id: ids.next('key'),
        tenantId,
        name: 'CI',
        role: 'admin',
        hash,
        createdAt: AT,
        revokedAt: null,
      });
      const [old, young, theirs] = [key('aa'), key('bb'), key('cc', world.stranger)];
      await world.commit({ keys: [old, young, theirs] });
      const revoked = { ...old, revokedAt: '2026-11-22T00:00:00.000Z' };
      await world.commit({ keys: [revoked] });
      const { reads } = world.store;
      expect((await world.load({ keys: [old] })).keys).toEqual([revoked]);
      const theirOwn = [{ ...old, tenantId: world.stranger }];
      expect((await world.load({ keys: theirOwn })).keys).toEqual([]);
      expect(await reads.keyByHash('aa')).toEqual(revoked);
      expect(await reads.keyByHash('cc')).toEqual(theirs);
      expect(await reads.keyByHash('dd')).toBeUndefined();
      expect(await reads.keys(world.tenant)).toEqual([young, revoked]);
      await expect(world.commit({ keys: [key('bb')] })).rejects.toThrow();
    });

    it('tenants are listed newest first', async () => {
      const world = given();
      const tenants = ['One', 'Two'].map((name) => aTenant(ids.next('ten'), name));
      await world.commit({ tenants });
      await world.commit({ tenants: [{ ...tenants[0]!, name: 'Renamed' }] });
      expect(await world.store.reads.tenants()).toEqual([
        tenants[1],
        { ...tenants[0], name: 'Renamed' },
      ]);
    });

    it('a tenant keeps what it has decided', async () => {
      const world = given();
      const tenant = aTenant(world.tenant, 'One');
      const decided = {
        ...tenant,
        settings: { spreadBasisPoints: 25, rounding: 'half-even' },
      } as const;
      await world.commit({ tenants: [tenant] });
      await world.commit({ tenants: [decided] });
      expect(await world.store.reads.tenant(world.tenant)).toEqual(decided);
      expect(await world.store.reads.tenant(world.stranger)).toBeUndefined();
    });

    it('a tenant keeps the currencies that he has added, and their exponents are the same for all', async () => {
      const world = given();
      const gold = { code: 'CONFGOLD', exponent: 3, name: 'Gold' };
      const points = { code: 'CONFPTS', exponent: 0, name: 'Punkte „groß“' };
      const tenant = { ...aTenant(world.tenant, 'One'), currencies: [points, gold] };
      const stranger = { ...aTenant(world.stranger, 'Two'), currencies: [gold] };
      await world.commit({ tenants: [tenant] });
      await world.commit({ tenants: [tenant, stranger] });
      await world.reopen();
      const { reads } = world.store;
      expect(await reads.tenant(world.tenant)).toEqual(tenant);
      expect(await reads.tenant(world.stranger)).toEqual(stranger);
      expect(await reads.exponents()).toEqual([
        { code: 'CONFGOLD', exponent: 3 },
        { code: 'CONFPTS', exponent: 0 },
      ]);
      const asked = ['CONFPTS', 'NOBODYS'].map((code) => ({ tenantId: world.stranger, code }));
      const loaded = await world.load({ tenants: [world.stranger], currencies: asked });
      expect(loaded.exponents).toEqual([{ code: 'CONFPTS', exponent: 0 }]);
      expect(loaded.tenants).toEqual([stranger]);
    });

    it('a currency with another exponent is refused, whoever adds it', async () => {
      const world = given();
      const tin = { code: 'CONFTIN', exponent: 3, name: 'Tin' };
      const tenant = { ...aTenant(world.tenant, 'One'), currencies: [tin] };
      await world.commit({ tenants: [tenant] });
      const other = { ...aTenant(world.stranger, 'Two'), currencies: [{ ...tin, exponent: 2 }] };
      await expect(world.commit({ tenants: [other] })).rejects.toThrow();
      const { reads } = world.store;
      expect(await reads.tenant(world.stranger)).toBeUndefined();
      expect(await reads.exponents()).toEqual([{ code: 'CONFTIN', exponent: 3 }]);
    });

    it('a database in which a built-in currency has another exponent is not opened', async () => {
      const world = given();
      await world.database.execute("insert into exponents (code, exponent) values ('JPY', 2)");
      await expect(world.database.open()).rejects.toThrow(
        'The currency JPY has 0 decimals here, and cannot have 2 too.',
      );
    });

    it('amounts are written and read in a currency that its tenant has added', async () => {
      const world = given();
      const { tenant: tenantId } = world;
      const zinc = { code: 'CONFZINC', exponent: 18, name: 'Zinc' };
      await world.commit({ tenants: [{ ...aTenant(tenantId, 'One'), currencies: [zinc] }] });
      learnExponents(await world.store.reads.exponents());
      const posted = { ...HUGE, currency: 'CONFZINC' };
      const [account] = await world.withAccounts(anAccount(tenantId, 'CONFZINC', { posted }));
      expect(await world.store.reads.account(tenantId, account.id)).toEqual(account);
    });

    it('amounts are read in a currency that another process has added since', async () => {
      const world = given();
      const { tenant: tenantId } = world;
      const [account] = await world.withAccounts(
        anAccount(tenantId, 'KWD', { posted: moneyOf('1.250', 'KWD') }),
      );
      await world.database.execute("insert into exponents (code, exponent) values ('CONFLATE', 2)");
      await world.database.execute("update accounts set currency = 'CONFLATE'");
      const late = { posted: { amount: '12.50', currency: 'CONFLATE' } };
      const { reads } = world.store;
      expect(await reads.account(tenantId, account.id)).toMatchObject(late);
      const { items } = await reads.accounts(tenantId, {}, { limit: 5, after: null });
      expect(items).toMatchObject([late]);
    });

    it('a quote is found by its id, used once, and is nobody else’s', async () => {
      const world = given();
      const quote = aQuote(world.tenant, { from: HUGE });
      await world.commit({ quotes: [quote] });
      await world.reopen();
      const { reads } = world.store;
      expect(await reads.quote(world.tenant, quote.id)).toEqual(quote);
      expect(await reads.quote(world.stranger, quote.id)).toBeUndefined();
      expect(await reads.quote(world.tenant, 'quo_')).toBeUndefined();
      const theirs = { tenantId: world.stranger, id: quote.id };
      expect((await world.load({ quotes: [theirs] })).quotes).toEqual([]);
      const used = { ...quote, usedBy: ids.next('dep') };
      await world.commit({ quotes: [used] });
      expect((await world.load({ quotes: [quote] })).quotes).toEqual([used]);
      const another = aQuote(world.tenant, { usedBy: used.usedBy });
      await expect(world.commit({ quotes: [another] })).rejects.toThrow();
    });

    it('fetched rates are kept as a whole, across a restart and a rebuild', async () => {
      const world = given();
      const rate = (quote: string, value: string, inverse: string): StoredRate => ({
        base: 'EUR',
        quote,
        value,
        inverse,
        source: 'ecb',
        asOf: AT,
      });
      const [yen, dollar] = [rate('JPY', '156.33', '0.0063967'), rate('USD', '1.25', '0.8')];
      expect(await world.store.fetchedRates.all()).toEqual([]);
      await world.store.fetchedRates.keep([dollar, yen]);
      await world.reopen();
      await world.store.audit.dropProjections();
      expect(await world.store.fetchedRates.all()).toEqual([yen, dollar]);
      await world.store.fetchedRates.keep([rate('USD', '1.3', '0.76')]);
      expect(await world.store.fetchedRates.all()).toEqual([rate('USD', '1.3', '0.76')]);
    });

    it('what conversions left is summed digit for digit, from the tenant’s side', async () => {
      const world = given();
      const [from, to] = await world.withAccounts(anAccount(world.tenant), anAccount(world.tenant));
      const fine = `0.${'0'.repeat(60)}1`;
      const record = (side: 'credit' | 'debit', remainder: string, spread: string) => ({
        currency: 'EUR',
        side,
        exact: '1',
        rounded: '1.00',
        remainder,
        spread,
      });
      const entry = (...conversions: ReturnType<typeof record>[]) => ({
        ...anEntry({ tenantId: world.tenant, id: ids.next('trf') }, [
          move(from.id, to.id, moneyOf('1.00', 'EUR')),
        ]),
        conversions,
      });
      await world.commit({ entries: [entry(record('credit', '0.004', fine))] });
      await world.commit({
        entries: [entry(record('debit', '-0.003', '0'), record('credit', fine, '1.5'))],
      });
      expect(await world.store.reads.fxTotals(world.tenant)).toEqual([
        {
          tenantId: world.tenant,
          currency: 'EUR',
          remainder: `0.007${fine.slice(5)}`,
          spread: `1.5${fine.slice(3)}`,
        },
      ]);
      expect(await world.store.reads.fxTotals(world.stranger)).toEqual([]);
    });

    it('anomalies are listed newest first, each tenant its own', async () => {
      const world = given();
      const anomaly = (flowId: FlowId | null): Anomaly => ({
        tenantId: world.tenant,
        id: ids.next('anm'),
        reason: 'amount-mismatch',
        provider: 'simulator',
        paymentId: ids.next('pay'),
        flowId,
        detail: 'said 5.00 USD, is 4.00 USD',
        createdAt: AT,
      });
      const foreign = { ...anomaly(null), paymentId: 'pi_not ours' as Anomaly['paymentId'] };
      const ofNoPayment = () => ({ ...anomaly(null), paymentId: null });
      const anomalies = [foreign, anomaly(ids.next('dep')), anomaly(null), ofNoPayment()];
      await world.commit({ anomalies });
      const read = (page: PageAsked) => world.store.reads.anomalies(world.tenant, page);
      expect(await allPages(read, 2)).toEqual({ items: [...anomalies].reverse(), pages: 2 });
      expect((await world.store.reads.anomalies(world.stranger, everything)).items).toEqual([]);
    });
  });
};

export const describeReads = (make: MakeDatabase): void => {
  describe('reading', () => {
    const given = aWorld(make);

    it('answers a ping', async () => {
      await expect(given().store.reads.ping()).resolves.toBeUndefined();
    });

    it('sees a commit at once, and nothing of a turn that still runs', async () => {
      const world = given();
      const account = anAccount(world.tenant);
      const read = () => world.store.reads.account(world.tenant, account.id);
      let during: Account | undefined = account;
      await world.store.turns.turn(world.nothingWanted, async () => {
        during = await read();
        return changing({ accounts: [account] });
      });
      expect(during).toBeUndefined();
      expect(await read()).toEqual(account);
    });

    it('sees a commit also while a list of everything is being read', async () => {
      const world = given();
      await world.withAccounts(...Array.from({ length: 1_100 }, () => anAccount(world.tenant)));
      const all = world.store.audit.dumpProjections()[Symbol.asyncIterator]();
      await all.next();
      const [late] = await world.withAccounts(anAccount(world.tenant));
      expect(await world.store.reads.account(world.tenant, late.id)).toEqual(late);
    });
  });
  describeAccounts(make);
  describePast(make);
  describeFlows(make);
  describeEvents(make);
  describeLedger(make);
  describeSettings(make);
};
