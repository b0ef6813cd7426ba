import { moneyOf } from '../../money';
import { AT, anAccount, ids } from '../../store/store.fixture';
import { accountView } from './account.view';

it('shows an account with every field of it, and with what can be spent now', () => {
  const account = anAccount(ids.next('ten'), 'EUR', {
    name: 'Savings',
    posted: moneyOf('500', 'EUR'),
    held: moneyOf('92', 'EUR'),
    overdraft: moneyOf('10', 'EUR'),
    limits: {
      deposit: { min: null, max: moneyOf('1000', 'EUR'), daily: moneyOf('1500', 'EUR') },
      withdraw: { min: null, max: null, daily: null },
      transfer: { min: null, max: null, daily: null },
    },
    version: 3,
  });
  expect(accountView(account)).toEqual({
    id: account.id,
    object: 'account',
    name: 'Savings',
    reference: null,
    currency: 'EUR',
    status: 'open',
    balance: { posted: '500.00', held: '92.00', available: '418.00' },
    overdraft: '10.00',
    limits: {
      deposit: { min: null, max: '1000.00', daily: '1500.00' },
      withdraw: { min: null, max: null, daily: null },
      transfer: { min: null, max: null, daily: null },
    },
    metadata: {},
    version: 3,
    createdAt: AT,
    updatedAt: AT,
  });
});
