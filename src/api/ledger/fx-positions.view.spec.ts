import { ids } from '../../store/store.fixture';
import { fxPositionsView } from './fx-positions.view';

const tenantId = ids.next('ten');

it('shows what the fx account was credited less what it was debited, with what is kept', () => {
  const total = (account: string, currency: string, debits: string, credits: string) => ({
    tenantId,
    account,
    currency,
    debits,
    credits,
  });
  const totals = [
    total('fx', 'USD', '0.00', '100.00'),
    total('fx', 'EUR', '91.54', '0.00'),
    total('customers', 'EUR', '0.00', '91.54'),
  ];
  const left = [{ tenantId, currency: 'EUR', remainder: '0.004', spread: '0.46' }];
  expect(fxPositionsView(totals, left)).toEqual([
    {
      object: 'fx-position',
      currency: 'EUR',
      position: '-91.54',
      debits: '91.54',
      credits: '0.00',
      remainder: '0.004',
      spread: '0.46',
    },
    {
      object: 'fx-position',
      currency: 'USD',
      position: '100.00',
      debits: '0.00',
      credits: '100.00',
      remainder: '0',
      spread: '0',
    },
  ]);
});
