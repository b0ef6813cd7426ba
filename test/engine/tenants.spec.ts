import { moneyOf } from '../../src/money';
import { Stage } from '../support/stage';

/** Two tenants on one engine, whose requests go into the same turn. */
let one: Stage;
let other: Stage;
beforeEach(async () => {
  one = await Stage.open();
  other = await one.anotherTenant();
});
afterEach(async () => {
  await one.close();
});

const euro = moneyOf('1', 'EUR');

it('a request that names an account of another tenant finds nothing, and hides it from nobody', async () => {
  const account = await one.openAccount('EUR', { overdraft: '10' });
  const target = await one.openAccount('EUR');
  const sizes: number[] = [];
  const subscription = one.turns.sizes$.subscribe((size) => sizes.push(size));

  const answers = await Promise.all([
    other.deposit(account, euro),
    one.transfer(account, target, euro),
    other.transfer(account, target, euro),
    one.withdraw(account, euro, 'sim:manual'),
    other.withdraw(account, euro),
  ]);
  subscription.unsubscribe();

  expect(sizes[0]).toBe(5);
  expect(answers.map(({ status }) => status)).toEqual([400, 201, 400, 201, 400]);
  expect(await one.balance(account)).toEqual({ posted: '-1.00', held: '1.00' });
});

it('the same reference, key and pair are each tenant’s own', async () => {
  const idempotency = { scope: 'POST /v1/deposits', key: 'k', bodyHash: 'b' };
  const origin = { kind: 'request', idempotency, dryRun: false } as const;
  const mine = await one.openAccount('EUR');
  const theirs = await other.openAccount('EUR');
  await Promise.all([one.pin('USD', 'EUR', '0.5'), other.pin('USD', 'EUR', '0.25')]);

  const deposits = await Promise.all([
    one.deposit(mine, moneyOf('100', 'USD'), { origin }),
    other.deposit(theirs, moneyOf('100', 'USD'), { origin }),
  ]);
  await Promise.all([one.ended(deposits[0].id), other.ended(deposits[1].id)]);

  expect(deposits.map(({ status, replayed }) => [status, replayed])).toEqual([
    [201, false],
    [201, false],
  ]);
  expect(await one.balance(mine)).toMatchObject({ posted: '50.00' });
  expect(await other.balance(theirs)).toMatchObject({ posted: '25.00' });
});
