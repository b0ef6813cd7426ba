import { aDeadLetter, AT, ids } from '../../store/store.fixture';
import { deadLetterView } from './dead-letter.view';

const tenantId = ids.next('ten');
const flow = ids.next('dep');
const letter = aDeadLetter(tenantId, flow);

it('shows which message of which flow it is, and which request brought it', () => {
  expect(deadLetterView(letter, 'admin')).toEqual({
    id: letter.id,
    object: 'dead-letter',
    status: 'parked',
    flowId: flow,
    stream: { kind: 'deposit', id: flow },
    command: 'deposit.request',
    idempotencyKey: letter.request?.key,
    causationId: 'a request from outside',
    attempts: 3,
    error: 'Error: at the wrong moment',
    createdAt: AT,
    updatedAt: AT,
  });
});

it('tells why only to an admin', () => {
  expect(deadLetterView(letter, 'member').error).toBeNull();
});

it('names no flow where there is none', () => {
  const stream = { kind: 'tenant', id: tenantId } as const;
  const view = deadLetterView({ ...letter, stream, request: null }, 'admin');
  expect([view.flowId, view.idempotencyKey]).toEqual([null, null]);
});
