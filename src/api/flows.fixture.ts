import type { Deposit } from '../flows/deposit/deposit.state';
import type { Transfer } from '../flows/transfer/transfer.state';
import type { Withdrawal } from '../flows/withdraw/withdraw.state';
import type { Converted } from '../flows/conversion/conversion.messages';
import type { PaymentId, QuoteId, TenantId } from '../kernel/ids';
import { moneyOf } from '../money';
import { AT, aFlow, ids } from '../store/store.fixture';

/** Flows as they stand in the middle of their way, of which a test says only what it is about. */

export const TENANT: TenantId = ids.next('ten');

export const dollarsInEuro: Converted = {
  side: 'credit',
  amount: moneyOf('92.00', 'EUR'),
  rate: { value: '0.92', base: 'USD', quote: 'EUR', source: 'manual', asOf: AT },
  mid: '0.92',
  spread: { basisPoints: 0, amount: '0' },
  exact: '92',
  remainder: '0',
  rounding: 'down',
};

const payment: Deposit['payment'] = {
  paymentId: ids.next('pay'),
  provider: 'simulator',
  direction: 'in',
  amount: moneyOf('100.00', 'USD'),
  method: 'sim:success',
  status: 'initiated',
  providerReference: null,
};

const parts = {
  accountId: ids.next('acc'),
  requested: moneyOf('100.00', 'USD'),
  provider: 'simulator',
  quoteId: null as QuoteId | null,
  day: '2026-11-21',
  conversion: dollarsInEuro,
  payment,
  paymentId: payment.paymentId as PaymentId | null,
  failure: null,
  metadata: { order: '7' },
};

export const aDeposit = (more: Partial<Deposit> = {}): Deposit => ({
  ...aFlow(TENANT, [parts.accountId], 'deposit'),
  ...parts,
  kind: 'deposit',
  source: 'sim:success',
  ...more,
});

export const aWithdrawal = (more: Partial<Withdrawal> = {}): Withdrawal => ({
  ...aFlow(TENANT, [parts.accountId], 'withdraw'),
  ...parts,
  kind: 'withdraw',
  destination: 'sim:success',
  ...more,
});

export const aTransferInThree = (more: Partial<Transfer> = {}): Transfer => {
  const fromAccountId = ids.next('acc');
  const toAccountId = ids.next('acc');
  return {
    ...aFlow(TENANT, [fromAccountId, toAccountId], 'transfer'),
    kind: 'transfer',
    fromAccountId,
    toAccountId,
    requested: moneyOf('100.00', 'USD'),
    quoteId: null,
    day: '2026-11-21',
    conversions: {
      debit: { ...dollarsInEuro, side: 'debit', rounding: 'up' },
      credit: { ...dollarsInEuro, amount: moneyOf('14928', 'JPY') },
    },
    failure: null,
    metadata: {},
    ...more,
  };
};
