import { Injectable } from '@nestjs/common';
import { CommandHandler, Saga } from '@nestjs/cqrs';
import { map, type Observable } from 'rxjs';
import { AccountOpenedEvent } from '../../src/accounts/accounts.messages';
import { orderOfLetter } from '../../src/engine/dead-letters';
import { CarryFault } from '../../src/engine/order';
import { DepositRequestedEvent } from '../../src/flows/deposit/deposit.messages';
import { TransferRequestedEvent } from '../../src/flows/transfer/transfer.messages';
import { Answers, NothingNew } from '../../src/kernel/answers';
import type { AccountId } from '../../src/kernel/ids';
import { message, type Message } from '../../src/kernel/message';
import { moneyOf } from '../../src/money';
import type { World } from '../../src/engine/world';
import type { DeadLetter } from '../../src/store/records';
import { Stage, ids } from '../support/stage';

/** What is planted: where it throws, and whether it still does. */
const fault = {
  inSaga: false,
  inHandler: false,
  hangs: false,
  atAccounts: false,
  beforeThrow: (): void => undefined,
};
const harmless = { ...fault };
const POISON = '13.13';

interface Asked {
  readonly requested: { readonly amount: string };
}
const isPoisoned = ({ data }: Message): boolean => (data as Asked).requested.amount === POISON;

class LookAtDepositCommand extends message('test.look-at-deposit')<Asked> {}

@CommandHandler(LookAtDepositCommand)
@Answers(NothingNew)
class LookAtDepositHandler {
  execute(command: LookAtDepositCommand): NothingNew | Promise<NothingNew> {
    if (fault.hangs && isPoisoned(command)) return new Promise(() => undefined);
    if (fault.inHandler && isPoisoned(command)) {
      fault.beforeThrow();
      throw new Error('planted in a handler');
    }
    return new NothingNew();
  }
}

@Injectable()
class PlantedSaga {
  @Saga()
  readonly planted = (events$: Observable<Message>): Observable<Message> =>
    events$.pipe(
      map((event) => {
        const isOurs =
          event.type === DepositRequestedEvent.type || event.type === TransferRequestedEvent.type;
        if (fault.atAccounts && event.type === AccountOpenedEvent.type) {
          throw new Error('planted at accounts');
        }
        if (fault.inSaga && isOurs && isPoisoned(event)) throw new Error('planted in a saga');
        return new LookAtDepositCommand(
          isOurs ? (event.data as Asked) : { requested: { amount: '0' } },
          event.meta,
        );
      }),
    );
}

let stage: Stage;
beforeEach(async () => {
  Object.assign(fault, harmless);
  stage = await Stage.open({ providers: [PlantedSaga, LookAtDepositHandler] });
});
afterEach(async () => {
  await stage.close();
});

const letters = async () => (await stage.reads.deadLetters(stage.tenantId, firstPage)).items;
/** As another instance would, which parks the same request at the same moment. */
const keep = (letter: DeadLetter): Promise<void> =>
  new Promise((resolve, lost) => {
    const run = (turn: World) => {
      turn.putLetter(letter);
      return Promise.resolve(resolve);
    };
    stage.turns.add({ wanted: { tenants: [letter.tenantId] }, run, lost });
  });
const firstPage = { limit: 100, after: null };

describe.each(['inSaga', 'inHandler', 'hangs'] as const)('a fault planted: %s', (where) => {
  it('harms its own flow alone, is parked, and runs once when it is retried', async () => {
    const account = await stage.openAccount('EUR');
    fault[where] = true;

    const [before, poisoned, after] = await Promise.allSettled([
      stage.deposit(account, moneyOf('1', 'EUR')),
      stage.deposit(account, moneyOf(POISON, 'EUR')),
      stage.deposit(account, moneyOf('2', 'EUR')),
    ]);
    expect([before.status, poisoned.status, after.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    const reason = (poisoned as PromiseRejectedResult).reason as CarryFault;
    expect(reason).toBeInstanceOf(CarryFault);
    const flowId = reason.order.stream.id;
    expect(await stage.reads.flow(stage.tenantId, flowId)).toBeUndefined();
    expect(await stage.eventTypes(flowId as never)).toEqual([]);

    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ status: 'parked', stream: { id: flowId }, attempts: 3 });

    const next = await stage.deposit(account, moneyOf('4', 'EUR'));
    await stage.ended(next.id);

    fault[where] = false;
    const retry = () => stage.engine.carry(orderOfLetter(letter!));
    await Promise.all([retry(), retry()]);
    await stage.ended(flowId as never);
    expect(await retry()).toEqual({ kind: 'known' });

    expect(await stage.eventTypes(flowId as never)).toHaveLength(9);

    expect((await letters())[0]).toMatchObject({ status: 'resolved' });
    expect(await stage.balance(account)).toMatchObject({ posted: '20.13' });
  });
});

it('is not parked again by one retry when another one has carried it meanwhile', async () => {
  const account = await stage.openAccount('EUR');
  fault.inHandler = true;
  await expect(stage.deposit(account, moneyOf(POISON, 'EUR'))).rejects.toBeInstanceOf(CarryFault);
  const [letter] = await letters();
  const retry = () => stage.engine.carry(orderOfLetter(letter!));

  let tries = 0;
  let other: Promise<unknown> | undefined;
  fault.beforeThrow = () => {
    tries += 1;
    if (tries < 3) return;
    fault.inHandler = false;
    other = retry();
  };
  expect(await retry()).toEqual({ kind: 'known' });
  await other;

  expect(await letters()).toMatchObject([{ status: 'resolved' }]);
  expect(await retry()).toEqual({ kind: 'known' });
  await stage.ended(letter!.stream.id as never);
  expect(await stage.balance(account)).toMatchObject({ posted: POISON });
});

it('the same key runs the parked message once, as the same flow', async () => {
  const account = await stage.openAccount('EUR');
  const idempotency = { scope: 'POST /v1/deposits', key: 'k', bodyHash: 'b' };
  const deposit = () =>
    stage.deposit(account, moneyOf(POISON, 'EUR'), {
      origin: { kind: 'request', idempotency, dryRun: false },
    });

  fault.inSaga = true;
  const faults = await Promise.allSettled([deposit(), deposit()]);
  const flowIds = faults.map(
    (told) => ((told as PromiseRejectedResult).reason as CarryFault).order.stream.id,
  );
  expect(await letters()).toHaveLength(1);

  fault.inSaga = false;
  const first = await deposit();
  const second = await deposit();
  await stage.ended(first.id);

  expect(flowIds).toEqual([first.id, first.id]);
  expect([first.replayed, second.replayed, second.id]).toEqual([false, true, first.id]);
  expect((await letters())[0]).toMatchObject({ status: 'resolved' });
  expect(await stage.balance(account)).toMatchObject({ posted: POISON });
});

it('a letter is resolved by the answer that its request got through another one', async () => {
  const account = await stage.openAccount('EUR');
  const idempotency = { scope: 'POST /v1/deposits', key: 'twice parked', bodyHash: 'b' };
  const deposit = () =>
    stage.deposit(account, moneyOf(POISON, 'EUR'), {
      origin: { kind: 'request', idempotency, dryRun: false },
    });
  fault.inSaga = true;
  await expect(deposit()).rejects.toBeInstanceOf(CarryFault);
  const [first] = await letters();
  const second = {
    ...first!,
    id: ids.next('dlt'),
    stream: { ...first!.stream, id: ids.next('dep') },
  };
  await keep(second);

  fault.inSaga = false;
  await stage.engine.carry(orderOfLetter(first!));
  expect(await stage.engine.carry(orderOfLetter(second))).toEqual({ kind: 'known' });

  expect((await letters()).map(({ status }) => status)).toEqual(['resolved', 'resolved']);
  expect(await stage.eventTypes(second.stream.id as never)).toEqual([]);
  await stage.ended(first!.stream.id as never);
  expect((await deposit()).id).toBe(first!.stream.id);
  expect(await stage.balance(account)).toMatchObject({ posted: POISON });
});

it('a letter that is discarded is never carried, and its request is a new one', async () => {
  const account = await stage.openAccount('EUR');
  const idempotency = { scope: 'POST /v1/deposits', key: 'given up', bodyHash: 'b' };
  const deposit = () =>
    stage.deposit(account, moneyOf(POISON, 'EUR'), {
      origin: { kind: 'request', idempotency, dryRun: false },
    });
  fault.inSaga = true;
  await expect(deposit()).rejects.toBeInstanceOf(CarryFault);
  const [letter] = await letters();

  fault.inSaga = false;
  await stage.engine.discard(letter!);
  expect(await stage.reads.parkedLetters()).toBe(0);
  expect(await stage.engine.carry(orderOfLetter(letter!))).toEqual({ kind: 'known' });
  expect(await stage.eventTypes(letter!.stream.id as never)).toEqual([]);

  const again = await deposit();
  await stage.ended(again.id);
  expect(again.id).not.toBe(letter!.stream.id);
  expect(await letters()).toEqual([
    { ...letter, status: 'discarded', updatedAt: expect.any(String) },
  ]);
  expect(await stage.balance(account)).toMatchObject({ posted: POISON });
});

it('a letter that was carried is not discarded', async () => {
  const account = await stage.openAccount('EUR');
  fault.inSaga = true;
  await expect(stage.deposit(account, moneyOf(POISON, 'EUR'))).rejects.toBeInstanceOf(CarryFault);
  const [letter] = await letters();
  fault.inSaga = false;
  await Promise.all([
    stage.engine.carry(orderOfLetter(letter!)),
    stage.engine.discard(letter!),
    stage.engine.discard(letter!),
  ]);
  expect(await letters()).toMatchObject([{ status: 'resolved' }]);
});

it('a fault goes away by itself when the second try succeeds', async () => {
  const account = await stage.openAccount('EUR');
  fault.inHandler = true;
  const asked = stage.deposit(account, moneyOf(POISON, 'EUR'));
  setTimeout(() => (fault.inHandler = false), 60);

  const { status, id } = await asked;
  await stage.ended(id);

  expect(status).toBe(201);
  expect(await letters()).toEqual([]);
});

it('a parked message keeps the ids that it was parked with', async () => {
  const idempotency = { scope: 'POST /v1/accounts', key: 'open', bodyHash: 'b' };
  const open = (accountId: AccountId) =>
    stage.engine.carry({
      ...stage.openingOrder(accountId, 'EUR'),
      origin: { kind: 'request', idempotency, dryRun: false },
    });
  fault.atAccounts = true;
  const [first, second] = [ids.next('acc'), ids.next('acc')];
  await expect(open(first)).rejects.toBeInstanceOf(CarryFault);

  fault.atAccounts = false;
  await open(second);

  expect((await stage.account(first)).version).toBe(1);
  expect(await stage.reads.account(stage.tenantId, second)).toBeUndefined();
});

it('a trial that throws leaves no dead letter, and is not said to be kept', async () => {
  const account = await stage.openAccount('EUR');
  fault.inSaga = true;
  const trial = stage.deposit(account, moneyOf(POISON, 'EUR'), {
    origin: { kind: 'request', idempotency: null, dryRun: true },
  });
  await expect(trial).rejects.toMatchObject({ kind: 'store' });
  expect(await letters()).toEqual([]);
});
