import { Injectable } from '@nestjs/common';
import { Saga } from '@nestjs/cqrs';
import { filter, map, type Observable } from 'rxjs';
import { CarryFault, type Order } from '../../src/engine/order';
import { Together, type Verdict } from '../../src/engine/together';
import { TransferValidatedEvent } from '../../src/flows/transfer/transfer.messages';
import type { AccountId } from '../../src/kernel/ids';
import type { Message } from '../../src/kernel/message';
import { moneyOf } from '../../src/money';
import { aDatabase, type TestDatabase } from '../support/database';
import { Stage } from '../support/stage';

const planted = { failures: 0 };

/** Throws for as many transfers as a test has planted. */
@Injectable()
class FaultySaga {
  @Saga()
  readonly faulty = (events$: Observable<Message>): Observable<Message> =>
    events$.pipe(
      filter(({ type }) => type === TransferValidatedEvent.type && planted.failures-- > 0),
      map(() => {
        throw new Error('planted');
      }),
    );
}

let stage: Stage;
let database: TestDatabase;
let from: AccountId;
let to: AccountId;
beforeEach(async () => {
  planted.failures = 0;
  database = await aDatabase();
  stage = await Stage.open({ url: database.url, providers: [FaultySaga] });
  from = await stage.openAccount('EUR', { overdraft: '1000' });
  to = await stage.openAccount('EUR');
});
afterEach(async () => {
  await stage.close();
  await database.drop();
});

const transfers = (...amounts: readonly string[]): readonly Order[] =>
  amounts.map((amount, at) => ({
    ...stage.transferOrder(from, to, moneyOf(amount, 'EUR')),
    origin: {
      kind: 'request',
      idempotency: { scope: 'POST /v1/transfers', key: `key-${at}`, bodyHash: amount },
      dryRun: false,
    },
  }));

const carried = (orders: readonly Order[], isAtomic = true): Promise<readonly Verdict[]> =>
  stage.module.get(Together).carry(orders, { isAtomic });

const told = (verdicts: readonly Verdict[]) =>
  verdicts.map((verdict) => (verdict.kind === 'replied' ? verdict.reply.status : verdict.kind));

const sizesDuring = async (work: () => Promise<unknown>): Promise<number[]> => {
  const sizes: number[] = [];
  const subscription = stage.turns.sizes$.subscribe((size) => sizes.push(size));
  await work();
  subscription.unsubscribe();
  return sizes;
};

const received = async () => (await stage.balance(to)).posted;

it('commits orders that stand together in one turn, however many there are', async () => {
  const many = transfers(...Array.from({ length: 501 }, () => '1'));
  const sizes = await sizesDuring(async () => {
    // Beside others: these do not make the turn larger than it is.
    await Promise.all([stage.transfer(from, to, moneyOf('1', 'EUR')), carried(many)]);
  });
  expect(sizes).toEqual([1, 501]);
  expect(await received()).toBe('502.00');
});

it('keeps nothing of orders of which one is refused', async () => {
  const before = await stage.audit.head(stage.tenantId);
  const verdicts = await carried(transfers('400', '400', '400'));
  expect(told(verdicts)).toEqual(['not-done', 'not-done', 422]);
  expect(await stage.audit.head(stage.tenantId)).toEqual(before);
  expect(await received()).toBe('0.00');

  expect(told(await carried(transfers('400', '400')))).toEqual([201, 201]);
  expect(await received()).toBe('800.00');
});

it('lets what came in the same turn stand when the group falls', async () => {
  const [alone, verdicts] = await Promise.all([
    stage.transfer(from, to, moneyOf('1', 'EUR')),
    carried(transfers('1000', '1')),
  ]);
  expect(alone.status).toBe(201);
  expect(told(verdicts)).toEqual([422, 'not-done']);
  expect(await received()).toBe('1.00');
});

it('tries all of them again after a throw', async () => {
  planted.failures = 2;
  expect(told(await carried(transfers('1', '2')))).toEqual([201, 201]);
  expect(await received()).toBe('3.00');
});

it('keeps nothing, and no dead letter, of orders of which one throws for good', async () => {
  planted.failures = Infinity;
  await expect(carried(transfers('1', '2'))).rejects.toThrow(CarryFault);
  const letters = await stage.reads.deadLetters(stage.tenantId, { limit: 10, after: null });
  expect(letters.items).toEqual([]);
  planted.failures = 0;
  expect(told(await carried(transfers('1', '2')))).toEqual([201, 201]);
  expect(await received()).toBe('3.00');
});

it('answers the same again, and nothing happens twice', async () => {
  const first = await carried(transfers('1', '2'));
  const again = await carried(transfers('1', '2'));
  expect(again).toEqual(first.map((verdict) => ({ ...verdict, replayed: true })));
  expect(await received()).toBe('3.00');
});

it('shows a trial what those before it would have done, and keeps none of it', async () => {
  const trials = transfers('600', '600').map((order): Order => ({
    ...order,
    origin: { kind: 'request', idempotency: null, dryRun: true },
  }));
  expect(told(await carried(trials, false))).toEqual([201, 422]);
  expect(told(await carried(trials))).toEqual(['not-done', 422]);
  expect(await received()).toBe('0.00');
});
