import { moneyOf } from '../../src/money';
import { Stage } from '../support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(async () => {
  await stage.close();
});

it('moves a third currency between two others in one commit', async () => {
  const pounds = await stage.openAccount('GBP');
  const yen = await stage.openAccount('JPY');
  await stage.pin('USD', 'GBP', '0.7874');
  await stage.pin('USD', 'JPY', '149.285');
  await stage.fund(pounds, '100', 'GBP');

  const { id, status, flow } = await stage.transfer(pounds, yen, moneyOf('100', 'USD'));

  expect([status, flow?.status]).toEqual([201, 'completed']);
  expect(await stage.balance(pounds)).toMatchObject({ posted: '21.26' });
  expect(await stage.balance(yen)).toMatchObject({ posted: '14928' });
  const legs = (await stage.postings(id)).map(
    (leg) => `${leg.side} ${leg.account} ${leg.amount} ${leg.currency}`,
  );
  expect(legs).toEqual([
    `debit ${pounds} 78.74 GBP`,
    'credit fx 78.74 GBP',
    'debit fx 14928 JPY',
    `credit ${yen} 14928 JPY`,
  ]);
  const committed = new Set((await stage.events(id)).map(({ committedAt }) => committedAt));
  expect(committed.size).toBe(1);
});

it('is refused when either account is not open', async () => {
  const from = await stage.openAccount('EUR', { overdraft: '10' });
  const to = await stage.openAccount('EUR');
  await stage.freeze(to);

  const { status, flow } = await stage.transfer(from, to, moneyOf('1', 'EUR'));

  expect([status, flow]).toMatchObject([422, { failure: { code: 'account-frozen' } }]);
});

it('never begins between an account and itself', async () => {
  const account = await stage.openAccount('EUR', { overdraft: '10' });

  const { status, flow } = await stage.transfer(account, account, moneyOf('1', 'EUR'));

  expect([status, flow]).toEqual([400, undefined]);
});

it('counts against the daily limit of the account that is debited', async () => {
  const limits = { transfer: { min: null, max: null, daily: moneyOf('10', 'EUR') } };
  const from = await stage.openAccount('EUR', { overdraft: '100', limits });
  const to = await stage.openAccount('EUR', { limits });

  expect((await stage.transfer(from, to, moneyOf('10', 'EUR'))).status).toBe(201);
  expect((await stage.transfer(from, to, moneyOf('0.01', 'EUR'))).status).toBe(422);
  expect((await stage.transfer(to, from, moneyOf('10', 'EUR'))).status).toBe(201);
});
