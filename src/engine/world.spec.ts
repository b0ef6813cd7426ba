import { anAccount } from '../accounts/account.fixture';
import type { AccountId, DeadLetterId, TaskId, TenantId, WebhookId } from '../kernel/ids';
import type { PinnedRate } from '../rates/rate';
import type {
  AnsweredRequest,
  DeadLetter,
  Loaded,
  NewEvent,
  PostponedTask,
  Task,
} from '../store/records';
import type { ApiKey } from '../tenancy/tenancy';
import { World } from './world';

const one = 'ten_1' as TenantId;
const other = 'ten_2' as TenantId;
const AT = '2026-11-21T10:00:00.000Z';

const nothing: Loaded = {
  accounts: [],
  flows: [],
  references: [],
  requests: [],
  openTasks: [],
  tasksOf: [],
  openWebhooks: [],
  deadLetters: [],
  parkedRequests: [],
  streams: [],
  pinnedRates: [],
  keys: [],
  tenants: [],
  quotes: [],
  exponents: [],
};
const worldOf = (loaded: Partial<Loaded> = {}): World =>
  World.loaded({ ...nothing, ...loaded }).above();

const account = anAccount({
  tenantId: one,
  id: 'acc_1' as AccountId,
  reference: 'mine',
  version: 4,
});
const pin: PinnedRate = {
  tenantId: one,
  base: 'USD',
  quote: 'EUR',
  value: '0.92',
  inverse: '1.08',
  source: 'manual',
  asOf: AT,
};
const request: AnsweredRequest = {
  tenantId: one,
  scope: 'POST /v1/deposits',
  key: 'k',
  bodyHash: 'h',
  status: 201,
  body: '{}',
  location: null,
  answeredAt: AT,
};
const letter: DeadLetter = {
  tenantId: one,
  id: 'dlt_1' as DeadLetterId,
  status: 'parked',
  stream: { kind: 'deposit', id: 'dep_1' },
  type: 'deposit.request',
  data: '{}',
  causationId: 'req_1',
  request: { scope: request.scope, key: request.key, bodyHash: request.bodyHash },
  error: '',
  attempts: 3,
  createdAt: AT,
  updatedAt: AT,
};
const key: ApiKey = {
  tenantId: one,
  id: 'key_1' as never,
  name: 'till',
  role: 'admin',
  hash: 'a',
  createdAt: AT,
  revokedAt: null,
};
const event = (sequence: number, stream = 'dep_1'): NewEvent => ({
  tenantId: one,
  id: `evt_${sequence}` as never,
  type: 'deposit.requested',
  stream: { kind: 'deposit', id: stream },
  sequence,
  occurredAt: AT,
  causationId: 'req_1',
  data: '{}',
});
const task = (id: string): Task => ({
  tenantId: one,
  id: id as TaskId,
  type: 'payment.submit',
  stream: { kind: 'deposit', id: 'dep_1' },
  causationId: 'evt_1',
  data: '{}',
  attempts: 0,
  dueAt: 0,
  leasedBy: null,
  leasedUntil: 0,
  waitsSince: null,
});

const postponed: PostponedTask = {
  tenantId: one,
  stream: { id: 'dep_1' },
  id: 'tsk_3' as TaskId,
  leasedBy: 'me',
  attempts: 1,
  dueAt: 2,
  waitsSince: 1,
};

describe('what was loaded', () => {
  it('is seen by its own tenant, and by no other', () => {
    const world = worldOf({
      accounts: [account],
      keys: [key],
      deadLetters: [letter],
      pinnedRates: [pin],
      requests: [request],
      references: [{ tenantId: one, reference: 'mine' }],
    });
    const seenBy = (tenantId: TenantId) => [
      world.account(tenantId, account.id),
      world.key(tenantId, key.id),
      world.letter(tenantId, letter.id),
      world.rateBook(tenantId).find('USD', 'EUR'),
      world.request({ ...request, tenantId }),
      world.isReferenceTaken(tenantId, 'mine'),
    ];

    expect(seenBy(one)).toEqual([account, key, letter, pin, request, true]);
    expect(seenBy(other)).toEqual([undefined, undefined, undefined, undefined, undefined, false]);
  });

  it('is no change: nothing of it is written again', () => {
    const changes = worldOf({ accounts: [account], pinnedRates: [pin], keys: [key] }).changes();

    expect(Object.values(changes).flat()).toEqual([]);
  });

  it('tells the tasks of a stream from a stream that was not looked at', () => {
    const world = worldOf({ tasksOf: [{ tenantId: one, id: 'dep_1', tasks: [task('tsk_1')] }] });

    expect(world.tasksOf(one, 'dep_1')).toEqual([task('tsk_1')]);
    expect(world.tasksOf(other, 'dep_1')).toEqual([]);
    expect(world.tasksOf(one, 'dep_2')).toBeUndefined();
  });

  it('counts on where the streams ended', () => {
    const world = worldOf({
      accounts: [account],
      streams: [{ tenantId: one, id: one, sequence: 12 }],
    });

    expect([
      world.sequenceOf(account.id),
      world.sequenceOf(one),
      world.sequenceOf('dep_9'),
    ]).toEqual([4, 12, 0]);
  });
});

describe('a layer above', () => {
  it('is forgotten without a trace when it is not laid down', () => {
    const turn = worldOf({ accounts: [account], openTasks: ['tsk_1' as TaskId] });
    const flow = turn.above();
    flow.putAccount({ ...account, name: 'changed' });
    flow.append(event(1));
    flow.pinRate(pin);
    flow.finishTask(task('tsk_1'));
    flow.stopAsking(one, 'dep_1');
    flow.addTask(task('tsk_2'));

    expect(turn.account(one, account.id)).toEqual(account);
    expect(turn.sequenceOf('dep_1')).toBe(0);
    expect(turn.isOpen('tsk_1' as TaskId)).toBe(true);
    expect(turn.rateBook(one).find('USD', 'EUR')).toBeUndefined();
    expect(Object.values(turn.changes()).flat()).toEqual([]);
  });

  it('laid down is as if it had been done below, and the next flow sees it', () => {
    const turn = worldOf({ openTasks: ['tsk_1' as TaskId], openWebhooks: ['whr_1' as WebhookId] });
    const flow = turn.above();
    flow.putAccount(account);
    flow.append(event(1));
    flow.append(event(2));
    flow.pinRate(pin);
    flow.putKey(key);
    flow.answerRequest(request);
    flow.putLetter(letter);
    flow.finishTask(task('tsk_1'));
    flow.applyWebhook(one, 'whr_1' as WebhookId);
    flow.addTask(task('tsk_2'));
    flow.postponeTask(postponed);
    flow.stopAsking(one, 'dep_1');
    flow.layDown();
    const next = turn.above();

    expect(next.account(one, account.id)).toBe(account);
    expect(next.isReferenceTaken(one, 'mine')).toBe(true);
    expect(next.sequenceOf('dep_1')).toBe(2);
    expect(next.rateBook(one).find('USD', 'EUR')).toEqual(pin);
    expect(next.parkedRequest(request)).toBe(letter);
    expect([next.isOpen('tsk_1' as TaskId), next.isOpen('whr_1' as WebhookId)]).toEqual([
      false,
      false,
    ]);
    expect(next.newTasks()).toEqual([]);
    expect(turn.changes()).toMatchObject({
      accounts: [account],
      events: [event(1), event(2)],
      pinnedRates: [pin],
      keys: [key],
      answeredRequests: [request],
      deadLetters: [letter],
      doneTasks: [{ tenantId: one, stream: { id: 'dep_1' }, id: 'tsk_1' }],
      appliedWebhooks: [{ tenantId: one, id: 'whr_1' }],
      newTasks: [task('tsk_2')],
      postponedTasks: [postponed],
      stoppedStreams: [{ tenantId: one, id: 'dep_1' }],
    });
  });

  it('is the last word of several on the same row', () => {
    const turn = worldOf();
    for (const name of ['first', 'last']) {
      const flow = turn.above();
      flow.putAccount({ ...account, name });
      flow.layDown();
    }

    expect(turn.changes().accounts).toEqual([{ ...account, name: 'last' }]);
  });

  it('has nothing to be laid down on at the bottom: a fault', () => {
    expect(() => new World().layDown()).toThrow('nothing to be laid down on');
  });
});

describe('the pin of a pair', () => {
  const { tenantId, base, quote } = pin;

  it('is what was said last in the turn', () => {
    const turn = worldOf();
    turn.pinRate(pin);
    turn.unpinRate({ tenantId, base, quote });
    expect(turn.changes()).toMatchObject({
      pinnedRates: [],
      unpinnedRates: [{ tenantId, base, quote }],
    });

    turn.pinRate({ ...pin, value: '0.5' });
    expect(turn.changes()).toMatchObject({
      pinnedRates: [{ ...pin, value: '0.5' }],
      unpinnedRates: [],
    });
  });

  it('stands beside those that were loaded', () => {
    const turn = worldOf({ pinnedRates: [pin] });
    turn.pinRate({ ...pin, quote: 'GBP' });

    expect(turn.rateBook(one).all()).toHaveLength(2);
    expect(turn.changes().pinnedRates).toHaveLength(1);
  });
});

describe('a parked request', () => {
  it('is found by its key, by its own tenant, as long as it is parked', () => {
    const world = worldOf({ parkedRequests: [letter] });

    expect(world.parkedRequest(request)).toBe(letter);
    expect(world.parkedRequest({ ...request, tenantId: other })).toBeUndefined();

    world.putLetter({ ...letter, status: 'resolved' });
    expect(world.parkedRequest(request)).toBeUndefined();
  });
});
