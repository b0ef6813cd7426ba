import type { Verified } from '../../audit/verify';
import { moneyOf, subtract } from '../../money';
import { verdictInWords } from '../verify.command';
import type { Paint } from '../terminal/paint';
import type { Guide } from './guide';
import type { SeenAccount, Visitor } from './visitor';

/** Everything that the tour is made of. */
export interface Tour {
  readonly guide: Guide;
  readonly visitor: Visitor;
  readonly paint: Paint;
}

interface Accounts {
  readonly euros: SeenAccount;
  readonly dollars: SeenAccount;
  readonly yen: SeenAccount;
  readonly francs: SeenAccount;
}

/** The whole tour, chapter by chapter; each stands on what the one before it left behind. */
export async function lead(tour: Tour): Promise<void> {
  const accounts = await openAccounts(tour);
  await depositDollarsIntoEuros(tour, accounts);
  await refuseTooMuch(tour, accounts);
  await declineAPayout(tour, accounts);
  await transferInThreeCurrencies(tour, accounts);
  await verify(tour, accounts);
}

async function openAccounts({ guide, visitor }: Tour): Promise<Accounts> {
  await guide.chapter(
    'Four accounts, four currencies',
    'Every account keeps its balance in one currency. The euros take 1000.00 at a time, no more.',
  );
  const limits = { deposit: { max: '1000.00' } };
  const accounts = {
    euros: await visitor.open('EUR', 'Tour: euros', { limits }),
    dollars: await visitor.open('USD', 'Tour: dollars'),
    yen: await visitor.open('JPY', 'Tour: yen'),
    francs: await visitor.open('CHF', 'Tour: francs'),
  };
  guide.fact(
    'an empty yen account has no decimals: yen have none',
    accounts.yen.balance.posted,
    '0',
  );
  return accounts;
}

async function depositDollarsIntoEuros(
  { guide, visitor }: Tour,
  { euros }: Accounts,
): Promise<void> {
  await guide.chapter(
    'A deposit of dollars into euros',
    'The money is converted first, then judged in euros, and only then a payment is made.',
  );
  const body = { accountId: euros.id, amount: '100.00', currency: 'USD', source: 'sim:success' };
  const { status, body: begun } = await visitor.post('/v1/deposits', body);
  guide.fact('answered 201 when the chain was durable', status, 201);
  const deposit = await visitor.ended(`/v1/deposits/${begun.id}`);
  await visitor.draw(deposit.id);
  guide.fact('the deposit is completed', deposit.status, 'completed');
  const { balance } = await visitor.account(euros);
  guide.fact(
    `the account has the converted amount, ${balance.posted} EUR, to the cent`,
    balance.posted,
    deposit.converted?.amount,
  );
}

async function refuseTooMuch({ guide, visitor }: Tour, { euros }: Accounts): Promise<void> {
  await guide.chapter(
    'A refusal, and why',
    'A limit of 1000.00 EUR against 2000.00 USD: too much only once it is converted. A refusal is\n' +
      'an answer, not a fault: it says what was asked, what there was, and by which limit.',
  );
  const before = await visitor.account(euros);
  const body = { accountId: euros.id, amount: '2000.00', currency: 'USD', source: 'sim:success' };
  const { status, body: problem } = await visitor.post('/v1/deposits', body);
  guide.fact(
    `refused: 422 ${String(problem.code)}, limit ${String(problem.limit)}`,
    [status, problem.code, problem.limit],
    [422, 'limit-exceeded', 'deposit.max'],
  );
  const flow = await visitor.draw(problem.flowId ?? '');
  guide.fact(
    'no payment was ordered, nothing was posted',
    [
      flow.status,
      flow.postings.length,
      flow.events.some(({ type }) => type.startsWith('payment.')),
    ],
    ['rejected', 0, false],
  );
  guide.fact('the balance is as before', (await visitor.account(euros)).balance, before.balance);
}

async function declineAPayout({ guide, visitor }: Tour, { euros }: Accounts): Promise<void> {
  await guide.chapter(
    'A payout that the bank declines',
    'The euros are held while the francs are paid out. The payment fails, so the hold is released:\n' +
      'exactly what was held, whatever the rate has done meanwhile.',
  );
  const before = await visitor.account(euros);
  const body = {
    accountId: euros.id,
    amount: '50.00',
    currency: 'CHF',
    destination: 'sim:decline',
  };
  const { body: begun } = await visitor.post('/v1/withdrawals', body);
  const payout = await visitor.ended(`/v1/withdrawals/${begun.id}`);
  await visitor.draw(payout.id);
  guide.fact(
    `the payout has failed: ${String(payout.failure?.code)}`,
    [payout.status, payout.failure?.code],
    ['failed', 'payment-failed'],
  );
  const { balance } = await visitor.account(euros);
  guide.fact('nothing is held any more', balance.held, '0.00');
  guide.fact(`${balance.available} EUR are there, as before`, balance, before.balance);
}

async function transferInThreeCurrencies(
  { guide, visitor }: Tour,
  { euros, yen }: Accounts,
): Promise<void> {
  await guide.chapter(
    'A transfer of three currencies',
    'From euros to yen, asked for in francs: each side is converted on its own, and rounded once,\n' +
      'the debit up and the credit down. Both sides are posted at once, and each currency balances.',
  );
  const before = await visitor.account(euros);
  const body = { fromAccountId: euros.id, toAccountId: yen.id, amount: '20.00', currency: 'CHF' };
  const { status, body: transfer } = await visitor.post('/v1/transfers', body);
  await visitor.draw(transfer.id);
  guide.fact('completed in its very answer', [status, transfer.status], [201, 'completed']);
  const [debited, credited] = [await visitor.account(euros), await visitor.account(yen)];
  const spent = moneyOf(transfer.debited?.amount ?? '0.00', 'EUR');
  guide.fact(
    `${spent.amount} EUR left the one account`,
    debited.balance.posted,
    subtract(moneyOf(before.balance.posted, 'EUR'), spent).amount,
  );
  guide.fact(
    `${credited.balance.posted} JPY came to the other`,
    credited.balance.posted,
    transfer.credited?.amount,
  );
}

async function verify({ guide, visitor, paint }: Tour, accounts: Accounts): Promise<void> {
  await guide.chapter(
    'The books, looked over',
    'What the server says of itself is checked against its log: every sum, every chain, every hash.',
  );
  const seen = await Promise.all(
    [accounts.euros, accounts.dollars, accounts.yen, accounts.francs].map((one) =>
      visitor.account(one),
    ),
  );
  guide.rows(
    seen.map(({ name, currency, balance }) => [name, balance.posted, currency]),
    [1],
  );
  const { body } = await visitor.post('/v1/ledger/verify', undefined);
  const verified = body as unknown as Verified;
  guide.lines(verdictInWords(verified, paint));
  guide.fact('every invariant holds', verified.ok, true);
}
