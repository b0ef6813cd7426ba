import { AT } from '../../store/store.fixture';
import { depositView } from '../deposits/deposit.view';
import { aDeposit, aTransferInThree, aWithdrawal, dollarsInEuro } from '../flows.fixture';
import { transferView } from '../transfers/transfer.view';
import { withdrawalView } from '../withdrawals/withdrawal.view';

const notConverted = { conversion: null, payment: null, paymentId: null } as const;
const failure = { code: 'unsupported-pair', detail: 'No rate is known from USD to BTC.' };

it('shows a withdrawal with every field of it', () => {
  const flow = aWithdrawal();
  expect(withdrawalView(flow)).toEqual({
    id: flow.id,
    object: 'withdrawal',
    status: 'pending',
    accountId: flow.accountId,
    destination: 'sim:success',
    requested: { amount: '100.00', currency: 'USD' },
    converted: { amount: '92.00', currency: 'EUR' },
    rate: { value: '0.92', base: 'USD', quote: 'EUR', source: 'manual', asOf: AT },
    payment: {
      id: flow.paymentId,
      provider: 'simulator',
      status: 'initiated',
      providerReference: null,
    },
    failure: null,
    metadata: { order: '7' },
    createdAt: AT,
    updatedAt: AT,
  });
});

it('shows of a deposit that was refused before it was converted what there is', () => {
  expect(depositView(aDeposit({ status: 'rejected', ...notConverted, failure }))).toMatchObject({
    object: 'deposit',
    status: 'rejected',
    source: 'sim:success',
    converted: null,
    rate: null,
    payment: null,
    failure,
  });
});

it('names the third currency of a bridge, and only of a bridge', () => {
  const { rate } = dollarsInEuro;
  const bridged = aDeposit({ conversion: { ...dollarsInEuro, rate: { ...rate, via: 'GBP' } } });
  expect(depositView(bridged).rate).toHaveProperty('via', 'GBP');
  expect(depositView(aDeposit()).rate).not.toHaveProperty('via');
});

it('shows a transfer by what each side is booked', () => {
  expect(transferView(aTransferInThree({ status: 'completed' }))).toMatchObject({
    object: 'transfer',
    status: 'completed',
    requested: { amount: '100.00', currency: 'USD' },
    debited: { amount: '92.00', currency: 'EUR' },
    credited: { amount: '14928', currency: 'JPY' },
    rates: { debit: { value: '0.92' }, credit: { value: '0.92' } },
  });
});

it('has no amounts and no rates of a transfer that could not be converted', () => {
  const refused = aTransferInThree({ status: 'rejected', conversions: null, failure });
  expect(transferView(refused)).toMatchObject({ debited: null, credited: null, rates: null });
});
