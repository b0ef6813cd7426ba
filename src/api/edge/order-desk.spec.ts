import type { Engine } from '../../engine/engine';
import { CarryFault, touching, type Idempotency, type Order } from '../../engine/order';
import type { Together } from '../../engine/together';
import { KnownCurrencies } from '../../http/known-currencies';
import { ProblemError } from '../../http/problems/problem';
import { TimeOrderedIds } from '../../kernel/ids';
import { OutcomeUnknown, StoreBusy } from '../../store/store.port';
import { OrderDesk } from './order-desk';

const ids = new TimeOrderedIds();
const id = ids.next('wdr');

const aKey = { scope: 'POST /v1/withdrawals', key: 'k', bodyHash: 'b' };

const anOrder = (dryRun = false, idempotency: Idempotency | null = aKey): Order => ({
  tenantId: ids.next('ten'),
  stream: { kind: 'withdraw', id },
  command: { type: 'withdraw.request', data: {} },
  causationId: ids.next('req'),
  touches: touching({}),
  origin: { kind: 'request', idempotency: dryRun ? null : idempotency, dryRun },
});
const keyless = (): Order => anOrder(false, null);

/** A desk before an engine that always fails in this way. */
const deskThatFails = (cause: unknown, kind: CarryFault['kind']): OrderDesk => {
  const carry = async (): Promise<never> => Promise.reject(new CarryFault(anOrder(), cause, kind));
  return new OrderDesk(
    { carry } as unknown as Engine,
    { carry } as unknown as Together,
    new KnownCurrencies({ exponents: async () => [], tenant: async () => undefined }),
    new TimeOrderedIds(),
  );
};

const told = async (settled: Promise<unknown>): Promise<unknown> => {
  const problem = await settled.catch((fault: unknown) => fault);
  if (!(problem instanceof ProblemError)) throw new Error('It was no problem.');
  const { code, detail, extras } = problem;
  return { code, detail, ...extras };
};

describe('what is told of a request that failed', () => {
  const code = 'internal-error';
  const lost = new OutcomeUnknown();
  const full = new Error('disk I/O error');

  it.each([
    [
      'the flow of a message that is kept',
      deskThatFails(new Error('planted'), 'parked').carry(anOrder()),
      {
        code,
        detail: 'The server failed, and kept nothing of it but the message itself.',
        flowId: id,
      },
    ],
    [
      'the flow of a message that is kept, and that without a key it may come to be done twice',
      deskThatFails(new Error('planted'), 'parked').carry(keyless()),
      {
        code,
        detail:
          'The server failed, and kept nothing of it but the message itself. ' +
          'It had no Idempotency-Key: sent again, it may be done twice.',
        flowId: id,
        retry: 'no',
      },
    ],
    [
      'that without a key nothing tells what became of it when the store failed',
      deskThatFails(full, 'store').carry(keyless()),
      {
        code,
        detail:
          'The server failed, and whether this was done is not known. ' +
          'It had no Idempotency-Key: sent again, it may be done twice.',
        retry: 'no',
      },
    ],
    [
      'that nobody knows what became of a lost commit, and no flow',
      deskThatFails(lost, 'store').carry(anOrder()),
      {
        code,
        detail:
          'The server failed, and whether this was done is not known; ' +
          'the same key tells what there is of it.',
      },
    ],
    [
      'no flow, and nothing of a kept message, when the store failed',
      deskThatFails(full, 'store').carry(anOrder()),
      { code, detail: 'The server failed; the same key tells what there is of it.' },
    ],
    [
      'that nothing is kept of a trial, and no flow',
      deskThatFails(new Error('planted'), 'parked').carry(anOrder(true)),
      { code, detail: 'The server failed, and kept nothing of this.' },
    ],
    [
      'that nothing was begun while the store is busy',
      deskThatFails(new StoreBusy(), 'store').carry(anOrder()),
      { code: 'overloaded', detail: 'The store is busy; nothing of this was begun.' },
    ],
    [
      'that nobody knows what became of several in a lost commit',
      deskThatFails(lost, 'store').carryTogether([anOrder()], { isAtomic: true }),
      {
        code,
        detail:
          'The server failed, and whether this was done is not known; ' +
          'the same keys tell what there is of it.',
      },
    ],
    [
      'that nothing is kept of several trials',
      deskThatFails(full, 'store').carryTogether([anOrder(true)], { isAtomic: true }),
      { code, detail: 'The server failed, and kept nothing of this.' },
    ],
  ])('is %s', async (_what, settled, problem) => {
    expect(await told(settled)).toEqual(problem);
  });
});
