import { moneyOf } from '../../src/money';
import { Stage } from '../support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  await stage.close();
});

it('is refused when the funds are not enough after the conversion, with no payment and no posting', async () => {
  const account = await stage.openAccount('USD');
  await stage.pin('KWD', 'USD', '3.2498');
  await stage.fund(account, '40.11', 'USD');

  const refused = await stage.withdraw(account, moneyOf('12.345', 'KWD'));
  expect(refused.status).toBe(422);
  expect(await stage.eventTypes(refused.id)).toEqual([
    'withdraw.requested',
    'conversion.requested',
    'conversion.done',
    'withdraw.conversion-done',
    'withdraw.rejected',
  ]);
  const [rejected] = (await stage.events(refused.id)).slice(-1);
  expect(JSON.parse(rejected?.data ?? '')).toMatchObject({
    refusal: {
      code: 'insufficient-funds',
      required: '40.12',
      available: '40.11',
      currency: 'USD',
    },
  });
  expect(await stage.postings(refused.id)).toEqual([]);

  await stage.fund(account, '0.01', 'USD');
  const passed = await stage.withdraw(account, moneyOf('12.345', 'KWD'));
  await stage.ended(passed.id);
  expect(await stage.balance(account)).toEqual({ posted: '0.00', held: '0.00' });
});

it('holds the funds while the payment is under way, and settles the hold at its end', async () => {
  const account = await stage.openAccount('EUR');
  await stage.pin('USD', 'EUR', '0.92');
  await stage.fund(account, '500', 'EUR');

  const { id } = await stage.withdraw(account, moneyOf('100', 'USD'), 'sim:manual');
  expect(await stage.balance(account)).toEqual({ posted: '500.00', held: '92.00' });
  expect(await stage.eventTypes(id)).toEqual(
    expect.arrayContaining(['withdraw.validated', 'payment.initiated']),
  );
});

it('gives back exactly what was held when the payment is declined, though the rate has moved', async () => {
  const account = await stage.openAccount('EUR');
  await stage.pin('USD', 'EUR', '0.92');
  await stage.fund(account, '500', 'EUR');

  const asked = stage.withdraw(account, moneyOf('99.99', 'USD'), 'sim:decline');
  await stage.pin('USD', 'EUR', '0.5');
  const { id } = await asked;

  expect(await stage.ended(id)).toMatchObject({
    status: 'failed',
    failure: { code: 'payment-failed' },
  });
  expect(await stage.balance(account)).toEqual({ posted: '500.00', held: '0.00' });
  expect((await stage.eventTypes(id)).slice(-4)).toEqual([
    'payment.initiated',
    'payment.submitted',
    'payment.failed',
    'withdraw.failed',
  ]);
});

it('passes for three of ten at once when only three can be paid', async () => {
  const account = await stage.openAccount('EUR');
  await stage.fund(account, '100', 'EUR');

  const all = await Promise.all(
    Array.from({ length: 10 }, () => stage.withdraw(account, moneyOf('30', 'EUR'))),
  );
  const passed = all.filter(({ status }) => status === 201);
  await Promise.all(passed.map(({ id }) => stage.ended(id)));

  expect(passed).toHaveLength(3);
  expect(all.filter(({ status }) => status === 422)).toHaveLength(7);
  expect(await stage.balance(account)).toEqual({ posted: '10.00', held: '0.00' });
});

it('may use the overdraft, and not more', async () => {
  const account = await stage.openAccount('EUR', { overdraft: '20' });

  expect((await stage.withdraw(account, moneyOf('20.01', 'EUR'))).status).toBe(422);
  const { id, status } = await stage.withdraw(account, moneyOf('20', 'EUR'));
  await stage.ended(id);

  expect(status).toBe(201);
  expect(await stage.balance(account)).toEqual({ posted: '-20.00', held: '0.00' });
});
