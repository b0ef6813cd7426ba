import { OpenAccountCommand } from '../accounts/accounts.messages';
import { touching, type Carried, type Order } from '../engine/order';
import { World } from '../engine/world';
import { RequestDepositCommand } from '../flows/deposit/deposit.messages';
import { RequestTransferCommand } from '../flows/transfer/transfer.messages';
import type { FlowState } from '../kernel/flow-state';
import type { Recorded } from '../kernel/projection';
import type { Refused } from '../kernel/rules';
import { PinRateCommand, UnpinRateCommand } from '../rates/rates.messages';
import { anAccount, AT, ids, stored } from '../store/store.fixture';
import { CreateKeyCommand } from '../tenancy/tenancy.messages';
import { aDeposit, aTransferInThree, TENANT } from './flows.fixture';
import { ApiReplies } from './replies';

const replies = new ApiReplies();

interface Told {
  readonly world?: World;
  readonly events?: readonly Partial<Recorded>[];
  readonly turnedAway?: Refused;
  readonly origin?: Order['origin'];
}

const fresh: Order['origin'] = { kind: 'request', idempotency: null, dryRun: false };
const dryRun: Order['origin'] = { ...fresh, dryRun: true };

function carried(command: Order['command'], stream: Order['stream'], told: Told = {}): Carried {
  const { world = new World(), events = [], turnedAway = null, origin = fresh } = told;
  const order = {
    tenantId: TENANT,
    stream,
    command,
    causationId: ids.next('req'),
    touches: touching({}),
    origin,
  };
  const meta = { tenantId: TENANT, stream, causationId: order.causationId, at: AT };
  return { order, meta, events: events as readonly Recorded[], turnedAway, world };
}

const tenant = { kind: 'tenant', id: TENANT } as const;

function ofFlow(flow: FlowState, command: { readonly type: string }, told: Told = {}): Carried {
  const world = new World();
  world.putFlow(stored(flow));
  return carried(
    { type: command.type, data: {} },
    { kind: flow.kind, id: flow.id },
    { world, ...told },
  );
}

const read = (text: string) => JSON.parse(text) as Record<string, unknown>;

it('answers a flow that began with 201, the resource and where it is', () => {
  const flow = aDeposit();
  const reply = replies.to(ofFlow(flow, RequestDepositCommand));
  expect([reply.status, reply.location]).toEqual([201, `/v1/deposits/${flow.id}`]);
  expect(read(reply.body)).toMatchObject({ id: flow.id, object: 'deposit' });
  expect(replies.isKept(reply)).toBe(true);
});

describe('a flow that was refused', () => {
  const refusal = {
    code: 'limit-exceeded',
    detail: 'The amount must not be above the maximum.',
    required: '1012.00',
    available: '1000.00',
    currency: 'EUR',
    limit: 'deposit.max',
  };
  const flow = aDeposit({ status: 'rejected' });
  const events = [{ type: 'deposit.rejected', data: { accountId: flow.accountId, refusal } }];

  it('is a 422 with all that the rule tells, and is kept', () => {
    const reply = replies.to(ofFlow(flow, RequestDepositCommand, { events }));
    expect(read(reply.body)).toEqual({
      type: '/problems/limit-exceeded',
      title: 'A limit is exceeded',
      status: 422,
      instance: '/v1/deposits',
      flowId: flow.id,
      retry: 'new-key',
      ...refusal,
    });
    expect(replies.isKept(reply)).toBe(true);
  });

  it('has no id when it was only tried out, since there is nothing to read under it', () => {
    const reply = replies.to(ofFlow(flow, RequestDepositCommand, { events, origin: dryRun }));
    expect(read(reply.body)).toMatchObject({ code: 'limit-exceeded', required: '1012.00' });
    expect(read(reply.body)).not.toHaveProperty('flowId');
  });

  it('by a rule whose code is no problem code is a fault, and not an answer', () => {
    const unknown = [{ type: 'deposit.rejected', data: { refusal: { code: 'x', detail: '' } } }];
    const answer = () => replies.to(ofFlow(flow, RequestDepositCommand, { events: unknown }));
    expect(answer).toThrow('x');
  });
});

it('answers a dry run with the events that it would record, and the resource', () => {
  const flow = aTransferInThree({ status: 'completed' });
  const events = [{ type: 'transfer.requested', data: { day: '2026-11-21' }, sequence: 1 }];
  const reply = replies.to(ofFlow(flow, RequestTransferCommand, { events, origin: dryRun }));
  expect([reply.status, reply.location]).toEqual([200, null]);
  expect(read(reply.body)).toMatchObject({
    dryRun: true,
    events: [{ type: 'transfer.requested', data: { day: '2026-11-21' } }],
    resource: { id: flow.id, object: 'transfer' },
  });
});

describe('what was turned away before it began', () => {
  const turnedAway = { code: 'not-found', detail: 'There is no such account.' };
  const command = { type: RequestDepositCommand.type, data: {} };
  const reply = replies.to(carried(command, { kind: 'deposit', id: 'dep_1' }, { turnedAway }));

  it('has the status of its code, and names no flow', () => {
    expect(reply.status).toBe(404);
    expect(read(reply.body)).toEqual({
      type: '/problems/not-found',
      title: 'There is nothing here',
      status: 404,
      detail: 'There is no such account.',
      instance: '/v1/deposits',
      code: 'not-found',
      retry: 'no',
    });
  });

  it('is not kept', () => {
    expect(replies.isKept(reply)).toBe(false);
  });
});

it('does not keep a 422 that has no flow', () => {
  const account = anAccount(TENANT);
  const command = { type: 'account.close', data: { accountId: account.id } };
  const turnedAway = { code: 'account-in-use', detail: 'The balance must be zero.' };
  const stream = { kind: 'account', id: account.id } as const;
  const reply = replies.to(carried(command, stream, { turnedAway }));
  expect(reply.status).toBe(422);
  expect(read(reply.body)['instance']).toBe(`/v1/accounts/${account.id}/close`);
  expect(replies.isKept(reply)).toBe(false);
});

it('answers an account that was opened with 201, and one that was changed with 200', () => {
  const account = anAccount(TENANT);
  const world = new World();
  world.putAccount(account);
  const data = { accountId: account.id };
  const about = (type: string) =>
    replies.to(carried({ type, data }, { kind: 'account', id: account.id }, { world }));

  expect(about(OpenAccountCommand.type)).toMatchObject({
    status: 201,
    location: `/v1/accounts/${account.id}`,
  });
  expect(about('account.freeze')).toMatchObject({ status: 200, location: null });
});

it('answers a pin with the rate as it is used from now on, and its end with nothing', () => {
  const world = new World();
  world.pinRate({
    tenantId: TENANT,
    base: 'USD',
    quote: 'EUR',
    value: '0.92',
    inverse: '1.08695652173913043',
    source: 'manual',
    asOf: AT,
  });
  const pair = { base: 'USD', quote: 'EUR' };
  const pinned = carried({ type: PinRateCommand.type, data: pair }, tenant, { world });
  const unpinned = carried({ type: UnpinRateCommand.type, data: pair }, tenant);

  expect(read(replies.to(pinned).body)).toEqual({
    value: '0.92',
    base: 'USD',
    quote: 'EUR',
    source: 'manual',
    asOf: AT,
  });
  expect(replies.to(unpinned)).toEqual({ status: 204, body: '', location: null });
});

it('never shows the hash of a key', () => {
  const world = new World();
  const keyId = ids.next('key');
  world.putKey({
    id: keyId,
    tenantId: TENANT,
    name: 'till',
    role: 'member',
    hash: 'h4sh',
    createdAt: AT,
    revokedAt: null,
  });
  const { status, body } = replies.to(
    carried({ type: CreateKeyCommand.type, data: { keyId } }, tenant, { world }),
  );
  expect(status).toBe(201);
  expect(body).not.toContain('h4sh');
});

it('refuses the same key with another body, and does not keep that', () => {
  const { order } = ofFlow(aDeposit(), RequestDepositCommand);
  const reply = replies.keyReused(order);
  expect(read(reply.body)).toMatchObject({
    code: 'idempotency-key-reused',
    status: 422,
    instance: '/v1/deposits',
  });
  expect(replies.isKept(reply)).toBe(false);
});

it('takes a command that it has no words for as a fault', () => {
  const strange = carried({ type: 'payment.record-news', data: {} }, tenant);
  expect(() => replies.to(strange)).toThrow('payment.record-news');
});
