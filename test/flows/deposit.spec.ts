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

it('posts the payment in the requested currency and the customer in their own, over fx', async () => {
  const account = await stage.openAccount('EUR');
  await stage.pin('USD', 'EUR', '0.92');

  const { id } = await stage.deposit(account, moneyOf('100', 'USD'));
  await stage.ended(id);

  const legs = (await stage.postings(id)).map(
    (leg) => `${leg.side} ${leg.account} ${leg.amount} ${leg.currency}`,
  );
  expect(legs).toEqual([
    'debit clearing:simulator 100.00 USD',
    'credit fx 100.00 USD',
    'debit fx 92.00 EUR',
    `credit ${account} 92.00 EUR`,
  ]);
});

it('is a conversion at rate 1 in the same currency, whose fx legs come to nothing', async () => {
  const account = await stage.openAccount('EUR');

  const { id } = await stage.deposit(account, moneyOf('7.10', 'EUR'));
  await stage.ended(id);

  expect(await stage.eventTypes(id)).toContain('conversion.done');
  const accounts = (await stage.postings(id)).map((leg) => leg.account);
  expect(accounts).toEqual(['clearing:simulator', account]);
});

it('is refused without a rate, before anything was judged or paid', async () => {
  const account = await stage.openAccount('USD');

  const { id, status, flow } = await stage.deposit(account, moneyOf('10', 'JPY'));

  expect(status).toBe(422);
  expect(flow).toMatchObject({ status: 'rejected', failure: { code: 'unsupported-pair' } });
  expect(await stage.eventTypes(id)).toEqual([
    'deposit.requested',
    'conversion.requested',
    'conversion.failed',
    'deposit.rejected',
  ]);
});

it('is refused when the converted amount is zero', async () => {
  const account = await stage.openAccount('USD');
  await stage.pin('BTC', 'USD', '68123.45');

  const eight = await stage.deposit(account, moneyOf('0.00000008', 'BTC'));
  const fifteen = await stage.deposit(account, moneyOf('0.00000015', 'BTC'));
  await stage.ended(fifteen.id);

  expect(eight.flow).toMatchObject({ failure: { code: 'converted-amount-zero' } });
  expect(await stage.balance(account)).toMatchObject({ posted: '0.01' });
});

it('counts maximum and daily limit in the account currency', async () => {
  const limits = {
    deposit: { min: null, max: moneyOf('1000', 'EUR'), daily: moneyOf('1500', 'EUR') },
  };
  const account = await stage.openAccount('EUR', { limits });
  await stage.pin('USD', 'EUR', '0.92');
  const deposit = async (amount: string) => {
    const { id, status, flow } = await stage.deposit(account, moneyOf(amount, 'USD'));
    await stage.ended(id);
    const [last] = (await stage.events(id)).slice(-1);
    const { refusal } = JSON.parse(last?.data ?? '{}') as { refusal?: { limit?: string } };
    return [status, flow?.status === 'rejected' ? refusal?.limit : 'passed'];
  };

  expect(await deposit('1050.00')).toEqual([201, 'passed']);
  expect(await deposit('1100.00')).toEqual([422, 'deposit.max']);
  expect(await deposit('600.00')).toEqual([422, 'deposit.daily']);
  expect(await deposit('580.00')).toEqual([201, 'passed']);
  expect(await stage.balance(account)).toMatchObject({ posted: '1499.60' });
});

it('gives its daily usage back when the payment fails', async () => {
  const limits = { deposit: { min: null, max: null, daily: moneyOf('100', 'EUR') } };
  const account = await stage.openAccount('EUR', { limits });

  const declined = await stage.deposit(account, moneyOf('100', 'EUR'), {
    command: stage.depositOrder(account, moneyOf('100', 'EUR'), { source: 'sim:decline' }).command,
  });
  expect(await stage.ended(declined.id)).toMatchObject({ status: 'failed' });
  const second = await stage.deposit(account, moneyOf('100', 'EUR'));

  expect(second.status).toBe(201);
  expect((await stage.ended(second.id)).status).toBe('completed');
});
