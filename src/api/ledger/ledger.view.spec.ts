import { ids } from '../../store/store.fixture';
import type { LedgerTotal } from '../../store/records';
import { ledgerAccountsView, trialBalanceView } from './ledger.view';

const tenantId = ids.next('ten');
const total = (
  account: string,
  currency: string,
  debits: string,
  credits: string,
): LedgerTotal => ({
  tenantId,
  account,
  currency,
  debits,
  credits,
});

/** After a deposit of 100.00 USD into a EUR account. */
const totals = [
  total('fx', 'USD', '0.00', '100.00'),
  total('customers', 'EUR', '0.00', '92.00'),
  total('fx', 'EUR', '92.00', '0.00'),
  total('clearing:simulator', 'USD', '100.00', '0.00'),
];

it("shows the tenant's own accounts with what they hold in each currency", () => {
  expect(ledgerAccountsView(totals)).toEqual([
    {
      id: 'clearing:simulator',
      object: 'ledger-account',
      balances: [{ currency: 'USD', debits: '100.00', credits: '0.00', balance: '100.00' }],
    },
    {
      id: 'fx',
      object: 'ledger-account',
      balances: [
        { currency: 'EUR', debits: '92.00', credits: '0.00', balance: '92.00' },
        { currency: 'USD', debits: '0.00', credits: '100.00', balance: '-100.00' },
      ],
    },
  ]);
});

it('balances debits against credits in each currency, customers included', () => {
  const { currencies } = trialBalanceView(totals);
  expect(currencies).toMatchObject([
    { currency: 'EUR', debits: '92.00', credits: '92.00', difference: '0.00' },
    { currency: 'USD', debits: '100.00', credits: '100.00', difference: '0.00' },
  ]);
  expect(currencies[0]?.lines).toContainEqual({
    account: 'customers',
    debits: '0.00',
    credits: '92.00',
    balance: '-92.00',
  });
});

it('shows a difference where there is one, to the last of 18 decimals', () => {
  const wei = '123456789012345678901.000000000000000001';
  const [ether] = trialBalanceView([
    total('fx', 'ETH', wei, '0.000000000000000000'),
    total('customers', 'ETH', '0.000000000000000000', '123456789012345678901.000000000000000000'),
  ]).currencies;
  expect(ether?.difference).toBe('0.000000000000000001');
});
