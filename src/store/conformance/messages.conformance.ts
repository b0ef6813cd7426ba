import type { TaskId } from '../../kernel/ids';
import type { PostponedTask, Task } from '../records';
import {
  aDeadLetter,
  aRequest,
  aTask,
  aWebhook,
  AT,
  changing,
  ids,
  wanting,
} from '../store.fixture';
import { aWorld, type MakeDatabase, type World } from './world.conformance';

const withTasks = async (world: World, ...more: readonly Partial<Task>[]): Promise<Task[]> => {
  const tasks = more.map((one) => aTask(world.tenant, ids.next('dep'), one));
  await world.commit({ newTasks: tasks });
  return tasks;
};

const claimedIds = async (world: World, owner: string, now: number, until: number) =>
  (await world.store.outbox.claim(owner, 10, now, until)).map(({ id }) => id);

/** Put back by `me`, after one attempt, until 7 s. */
const postponed = (
  { tenantId, stream, id }: Task,
  more: Partial<PostponedTask> = {},
): PostponedTask => ({
  tenantId,
  stream,
  id,
  leasedBy: 'me',
  attempts: 1,
  dueAt: 7_000,
  waitsSince: null,
  ...more,
});

const tasksOf = async (world: World, { tenantId, stream }: Task): Promise<readonly Task[]> =>
  (await world.load({ tasksOf: [{ tenantId, id: stream.id }] })).tasksOf.flatMap(
    ({ tasks }) => tasks,
  );

const describeOutbox = (make: MakeDatabase): void => {
  describe('the outbox', () => {
    const given = aWorld(make);

    it('gives a task out exactly as it was committed, under a lease', async () => {
      const world = given();
      const [task] = await withTasks(world, { attempts: 2, causationId: 'from outside' });
      expect(await world.store.outbox.claim('me', 10, 1_000, 9_000)).toEqual([
        { ...task, leasedBy: 'me', leasedUntil: 9_000, isDoubtful: true },
      ]);
    });

    it('tells whether what it gives out was waiting, or was in somebody’s hands before', async () => {
      const world = given();
      const doubts = async (now: number) =>
        (await world.store.outbox.claim('me', 10, now, now + 1_000)).map((one) => one.isDoubtful);
      const [task] = await withTasks(world, { waitsSince: 1 });
      expect(await doubts(1_000)).toEqual([false]);
      // The lease ran out, and nobody knows what became of the attempt.
      expect(await doubts(2_000)).toEqual([true]);
      await world.commit({ postponedTasks: [postponed(task!, { waitsSince: null })] });
      expect(await doubts(7_000)).toEqual([true]);
      await world.commit({ postponedTasks: [postponed(task!, { waitsSince: 7_500 })] });
      expect(await doubts(8_000)).toEqual([false]);
    });

    it('gives nothing out before it is due', async () => {
      const world = given();
      await withTasks(world, { dueAt: 1_001 });
      expect(await claimedIds(world, 'me', 1_000, 9_000)).toEqual([]);
      expect(await claimedIds(world, 'me', 1_001, 9_000)).toHaveLength(1);
    });

    it('gives out the oldest due first, and no more than were asked for', async () => {
      const world = given();
      const tasks = await withTasks(world, { dueAt: 30 }, { dueAt: 10 }, { dueAt: 20 });
      const claimed = await world.store.outbox.claim('me', 2, 100, 200);
      expect(claimed.map(({ id }) => id)).toEqual([tasks[1]!.id, tasks[2]!.id]);
    });

    it('gives a leased task to nobody, its owner neither, until the lease has run out', async () => {
      const world = given();
      const [task] = await withTasks(world, {});
      await claimedIds(world, 'me', 1_000, 2_000);
      expect(await claimedIds(world, 'other', 1_999, 3_000)).toEqual([]);
      expect(await claimedIds(world, 'me', 1_999, 3_000)).toEqual([]);
      expect(await claimedIds(world, 'other', 2_000, 3_000)).toEqual([task!.id]);
    });

    it('keeps a task that was born leased from others until that lease has run out', async () => {
      const world = given();
      const [task] = await withTasks(world, { leasedBy: 'me', leasedUntil: 5_000 });
      expect(await claimedIds(world, 'other', 4_999, 9_000)).toEqual([]);
      expect(await claimedIds(world, 'other', 5_000, 9_000)).toEqual([task!.id]);
    });

    it('shares tasks out between two owners, each to one', async () => {
      const world = given();
      await withTasks(world, ...Array.from({ length: 20 }, () => ({})));
      const [mine, theirs] = await Promise.all([
        claimedIds(world, 'me', 1_000, 9_000),
        claimedIds(world, 'other', 1_000, 9_000),
      ]);
      expect(new Set([...mine, ...theirs]).size).toBe(20);
    });

    it('changes a task: another attempt, later, without a lease', async () => {
      const world = given();
      const [task] = await withTasks(world, { leasedBy: 'me', leasedUntil: 5_000 });
      await world.commit({ postponedTasks: [postponed(task!, { waitsSince: 4_000 })] });
      const later: Task = {
        ...task!,
        attempts: 1,
        dueAt: 7_000,
        leasedBy: null,
        leasedUntil: 0,
        waitsSince: 4_000,
      };
      expect(await tasksOf(world, later)).toEqual([later]);
      expect(await claimedIds(world, 'me', 6_999, 9_000)).toEqual([]);
      expect(await world.store.outbox.claim('me', 10, 7_000, 9_000)).toEqual([
        { ...later, leasedBy: 'me', leasedUntil: 9_000, waitsSince: null, isDoubtful: false },
      ]);
    });

    it('lets nobody put a task back whose lease is another one’s', async () => {
      const world = given();
      const [task] = await withTasks(world, { leasedBy: 'me', leasedUntil: 5_000 });
      await world.store.outbox.claim('other', 10, 5_000, 9_000);
      await world.commit({ postponedTasks: [postponed(task!, { waitsSince: 6_000 })] });
      expect(await tasksOf(world, task!)).toEqual([
        { ...task, leasedBy: 'other', leasedUntil: 9_000 },
      ]);
    });

    it('no longer counts as waiting what was given out, whatever becomes of the lease', async () => {
      const world = given();
      const now = world.clock.now();
      const [task] = await withTasks(world, { waitsSince: 500 });
      const waitsSince = async () => (await tasksOf(world, task!)).map((one) => one.waitsSince);
      expect(await waitsSince()).toEqual([500]);
      await claimedIds(world, 'me', now, now + 1_000);
      expect(await waitsSince()).toEqual([null]);
      await world.reopen();
      await world.store.outbox.releaseAll();
      expect(await waitsSince()).toEqual([null]);
    });

    it('drops what waits for a stream that is stopped, and leaves what was given out', async () => {
      const world = given();
      const [waiting, givenOut] = await withTasks(world, { waitsSince: 1 }, {});
      await world.commit({
        stoppedStreams: [waiting!, givenOut!].map(({ tenantId, stream }) => ({
          tenantId,
          id: stream.id,
        })),
      });
      expect(await tasksOf(world, waiting!)).toEqual([]);
      expect(await tasksOf(world, givenOut!)).toEqual([givenOut]);
    });

    it('drops with the stream the tasks by whose answers it was stopped', async () => {
      const world = given();
      const stream = { kind: 'deposit', id: ids.next('dep') } as const;
      const all = { stream };
      const [one, other, givenOut] = await withTasks(world, all, all, all, {
        ...all,
        waitsSince: 1,
      });
      await world.commit({
        doneTasks: [one!, other!],
        stoppedStreams: [{ tenantId: world.tenant, id: stream.id }],
      });
      expect(await tasksOf(world, givenOut!)).toEqual([givenOut]);
    });

    it('gives nothing out that a turn has seen waiting, until the turn has ended', async () => {
      const world = given();
      const [task] = await withTasks(world, { waitsSince: 1 });
      const stream = { tenantId: world.tenant, id: task!.stream.id };
      let claim: Promise<readonly TaskId[]> | undefined;
      await world.store.turns.turn(wanting({ tasksOf: [stream] }), async (loaded) => {
        claim = claimedIds(world, 'me', 1_000, 9_000);
        await new Promise((resolve) => setTimeout(resolve, 20));
        expect(loaded.tasksOf).toEqual([{ ...stream, tasks: [task] }]);
        return changing({ stoppedStreams: [stream] });
      });
      expect(await claim).toEqual([]);
    });

    it('hastens what has waited long enough, of one type of one stream', async () => {
      const world = given();
      const flow = ids.next('dep');
      const stream = { kind: 'deposit', id: flow } as const;
      const later = { stream, dueAt: 90_000, waitsSince: 1_000 };
      const [patient] = await withTasks(
        world,
        later,
        { ...later, waitsSince: 1_001 },
        { ...later, waitsSince: null },
        { ...later, type: 'payment.ask-after' },
        { ...later, stream: { kind: 'deposit', id: ids.next('dep') } },
      );
      const asked = { stream: flow, type: 'payment.submit', now: 11_000, waitingSince: 1_000 };
      await world.store.outbox.hasten({ tenantId: world.stranger, ...asked });
      expect(await claimedIds(world, 'me', 11_000, 12_000)).toEqual([]);
      await world.store.outbox.hasten({ tenantId: world.tenant, ...asked });
      expect(await claimedIds(world, 'me', 10_999, 12_000)).toEqual([]);
      expect(await claimedIds(world, 'me', 11_000, 12_000)).toEqual([patient!.id]);
    });

    it('hastens nothing that is due already', async () => {
      const world = given();
      const [task] = await withTasks(world, { waitsSince: 1, dueAt: 5_000 });
      await world.store.outbox.hasten({
        tenantId: world.tenant,
        stream: task!.stream.id,
        type: task!.type,
        now: 11_000,
        waitingSince: 1_000,
      });
      expect(await tasksOf(world, task!)).toEqual([task]);
    });

    it('forgets a task that is done; a late change does not bring it back', async () => {
      const world = given();
      const [task] = await withTasks(world, {});
      expect((await world.load({ tasks: [task!] })).openTasks).toEqual([task!.id]);
      await world.commit({ doneTasks: [task!] });
      await world.commit({ postponedTasks: [postponed(task!)], doneTasks: [task!] });
      expect((await world.load({ tasks: [task!] })).openTasks).toEqual([]);
      expect(await claimedIds(world, 'me', 9_000, 9_999)).toEqual([]);
    });

    it('lets a stranger finish or change nothing', async () => {
      const world = given();
      const [task] = await withTasks(world, { waitsSince: 1 });
      const theirs = { ...task!, tenantId: world.stranger };
      await world.commit({
        doneTasks: [theirs],
        postponedTasks: [postponed(theirs)],
        stoppedStreams: [{ tenantId: world.stranger, id: task!.stream.id }],
      });
      expect(await world.store.outbox.claim('me', 10, 1_000, 2_000)).toEqual([
        { ...task, leasedBy: 'me', leasedUntil: 2_000, waitsSince: null, isDoubtful: false },
      ]);
    });

    it('makes every leased task due now when another life left it so, if it was the only one', async () => {
      const world = given();
      const isOnlyOne = world.database.servers === 'one';
      const now = world.clock.now();
      const leased = { leasedBy: 'an earlier life', leasedUntil: now + 60_000 };
      const later = { dueAt: now + 1_000 };
      const [task, patient] = await withTasks(world, leased, { ...leased, ...later }, later);
      await world.reopen();
      expect(await claimedIds(world, 'me', now, now + 1)).toEqual([]);
      await world.store.outbox.releaseAll();
      const released = isOnlyOne ? [task!.id, patient!.id] : [];
      expect(await claimedIds(world, 'me', now, now + 1)).toEqual(released);
    });

    it('tells how many tasks are due and since when the oldest one is', async () => {
      const world = given();
      expect(await world.store.outbox.depth(70)).toEqual({ tasks: 0, oldestDueAt: null });
      await withTasks(world, { dueAt: 70 }, { dueAt: 50 }, { dueAt: 71 });
      expect(await world.store.outbox.depth(70)).toEqual({ tasks: 2, oldestDueAt: 50 });
    });

    it('keeps tasks and leases over a restart', async () => {
      const world = given();
      await withTasks(world, {});
      await claimedIds(world, 'me', 1_000, 5_000);
      await world.reopen();
      expect(await claimedIds(world, 'other', 4_999, 9_000)).toEqual([]);
      expect(await claimedIds(world, 'other', 5_000, 9_000)).toHaveLength(1);
    });
  });
};

const describeInbox = (make: MakeDatabase): void => {
  describe('the inbox', () => {
    const given = aWorld(make);

    it('keeps a webhook byte for byte, also over a restart', async () => {
      const world = given();
      const webhook = aWebhook(world.tenant);
      expect(await world.store.inbox.receive(webhook)).toBe('stored');
      await world.reopen();
      expect(await world.store.inbox.unapplied(10)).toEqual([webhook]);
    });

    it('knows a duplicate by tenant, provider and event id, and writes nothing', async () => {
      const world = given();
      const webhook = aWebhook(world.tenant);
      await world.store.inbox.receive(webhook);
      const again = { ...webhook, id: ids.next('whr'), body: Buffer.from('other') };
      expect(await world.store.inbox.receive(again)).toBe('duplicate');
      expect(await world.store.inbox.unapplied(10)).toEqual([webhook]);
      for (const other of [{ provider: 'stripe' }, { tenantId: world.stranger }]) {
        const theirs = { ...webhook, id: ids.next('whr'), ...other };
        expect(await world.store.inbox.receive(theirs)).toBe('stored');
      }
    });

    it('gives out what was not applied, oldest first and no more than asked', async () => {
      const world = given();
      const late = aWebhook(world.tenant, { receivedAt: '2026-11-21T10:00:02.000Z' });
      const early = aWebhook(world.stranger, { receivedAt: '2026-11-21T10:00:01.000Z' });
      const latest = aWebhook(world.tenant, { receivedAt: '2026-11-21T10:00:03.000Z' });
      for (const webhook of [late, early, latest]) await world.store.inbox.receive(webhook);
      expect(await world.store.inbox.unapplied(2)).toEqual([early, late]);
    });

    it('has done with one that a turn applied, and still knows its duplicate', async () => {
      const world = given();
      const webhook = aWebhook(world.tenant);
      await world.store.inbox.receive(webhook);
      expect((await world.load({ webhooks: [webhook] })).openWebhooks).toEqual([webhook.id]);
      await world.commit({ appliedWebhooks: [{ ...webhook, tenantId: world.stranger }] });
      expect(await world.store.inbox.unapplied(10)).toHaveLength(1);
      await world.commit({ appliedWebhooks: [webhook] });
      expect((await world.load({ webhooks: [webhook] })).openWebhooks).toEqual([]);
      expect(await world.store.inbox.unapplied(10)).toEqual([]);
      const again = { ...webhook, id: ids.next('whr') };
      expect(await world.store.inbox.receive(again)).toBe('duplicate');
    });
  });
};

const describeDeadLetters = (make: MakeDatabase): void => {
  describe('dead letters', () => {
    const given = aWorld(make);

    it.each(['resolved', 'discarded'] as const)('are kept whole, also %s', async (status) => {
      const world = given();
      const { tenant } = world;
      const letter = aDeadLetter(tenant, ids.next('dep'));
      await world.commit({ deadLetters: [letter] });
      expect(await world.store.reads.deadLetter(tenant, letter.id)).toEqual(letter);
      const ended = { ...letter, status, attempts: 4, error: '' };
      await world.commit({ deadLetters: [ended] });
      await world.reopen();
      expect(await world.store.reads.deadLetter(tenant, letter.id)).toEqual(ended);
      const page = { limit: 10, after: null };
      expect((await world.store.reads.deadLetters(tenant, page)).items).toEqual([ended]);
    });

    it('are counted while they are parked, those of all tenants', async () => {
      const world = given();
      expect(await world.store.reads.parkedLetters()).toBe(0);
      const [own, other] = [world.tenant, world.stranger].map((tenant) =>
        aDeadLetter(tenant, ids.next('dep')),
      );
      await world.commit({ deadLetters: [own, other].flatMap((letter) => letter ?? []) });
      expect(await world.store.reads.parkedLetters()).toBe(2);
      await world.commit({ deadLetters: own ? [{ ...own, status: 'resolved' }] : [] });
      expect(await world.store.reads.parkedLetters()).toBe(1);
      await world.commit({ deadLetters: other ? [{ ...other, status: 'discarded' }] : [] });
      expect(await world.store.reads.parkedLetters()).toBe(0);
    });

    it('may have come without an idempotency key', async () => {
      const world = given();
      const letter = aDeadLetter(world.tenant, ids.next('dep'), { request: null });
      await world.commit({ deadLetters: [letter] });
      expect(await world.store.reads.deadLetter(world.tenant, letter.id)).toEqual(letter);
    });

    it.each(['resolved', 'discarded'] as const)(
      'are found by the request that they hold until they are %s',
      async (status) => {
        const world = given();
        const letter = aDeadLetter(world.tenant, ids.next('dep'));
        const request = { tenantId: world.tenant, ...letter.request! };
        await world.commit({ deadLetters: [letter] });
        expect((await world.load({ requests: [request] })).parkedRequests).toEqual([letter]);
        const another = { ...request, key: 'another' };
        expect((await world.load({ requests: [another] })).parkedRequests).toEqual([]);
        await world.commit({ deadLetters: [{ ...letter, status }] });
        expect((await world.load({ requests: [request] })).parkedRequests).toEqual([]);
      },
    );

    it('are not shown to a stranger', async () => {
      const world = given();
      const letter = aDeadLetter(world.tenant, ids.next('dep'));
      await world.commit({ deadLetters: [letter] });
      const { reads } = world.store;
      expect(await reads.deadLetter(world.stranger, letter.id)).toBeUndefined();
      const page = await reads.deadLetters(world.stranger, { limit: 10, after: null });
      expect(page.items).toEqual([]);
    });
  });
};

const describeRequests = (make: MakeDatabase): void => {
  describe('answered requests', () => {
    const given = aWorld(make);

    it('are replayed to the letter, also over a restart', async () => {
      const world = given();
      const request = aRequest(world.tenant, {
        body: '{"name":"Žofie 🦊","amount":"0.000000000000000001"}',
        location: null,
        status: 422,
        answeredAt: AT,
      });
      await world.commit({ answeredRequests: [request] });
      await world.reopen();
      expect((await world.load({ requests: [request] })).requests).toEqual([request]);
    });

    it('may have no body, alone in their turn or beside others', async () => {
      const world = given();
      const [alone, one, other] = ['', '', '{}'].map((body) => aRequest(world.tenant, { body }));
      const requests = [alone!, one!, other!];
      await world.commit({ answeredRequests: [alone!] });
      await world.commit({ answeredRequests: [one!, other!] });
      const found = await world.load({ requests });
      expect(found.requests).toHaveLength(3);
      expect(found.requests).toEqual(expect.arrayContaining(requests));
    });

    it('are told apart by tenant, scope and key', async () => {
      const world = given();
      const request = aRequest(world.tenant);
      const others = [
        { ...request, tenantId: world.stranger },
        { ...request, scope: 'POST /v1/transfers' },
        { ...request, key: request.key.toUpperCase() },
      ];
      await world.commit({ answeredRequests: [request] });
      for (const other of others) {
        expect((await world.load({ requests: [other] })).requests).toEqual([]);
      }
      await world.commit({ answeredRequests: others });
      expect((await world.load({ requests: [request] })).requests).toEqual([request]);
    });
  });
};

export const describeMessages = (make: MakeDatabase): void => {
  describeOutbox(make);
  describeInbox(make);
  describeDeadLetters(make);
  describeRequests(make);
};
