import { moneyOf } from '../../src/money';
import { Stage } from '../support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  await stage.close();
});

it('converts, judges in the account currency, pays, and only then credits', async () => {
  const account = await stage.openAccount('USD');
  await stage.pin('JPY', 'USD', '0.0066613');

  const { id, status } = await stage.deposit(account, moneyOf('10005', 'JPY'));
  await stage.ended(id);

  expect(status).toBe(201);
  expect(await stage.balance(account)).toEqual({ posted: '66.64', held: '0.00' });
  expect(await stage.eventTypes(id)).toEqual([
    'deposit.requested',
    'conversion.requested',
    'conversion.done',
    'deposit.conversion-done',
    'deposit.validated',
    'payment.initiated',
    'payment.submitted',
    'payment.completed',
    'deposit.completed',
  ]);
});
