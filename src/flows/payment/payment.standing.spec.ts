import type { PaymentId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import type { PaymentNews } from '../../providers/provider.port';
import type { Payment, PaymentStatus } from './payment.state';
import { standingOf } from './payment.standing';

const payment: Payment = {
  paymentId: 'pay_1' as PaymentId,
  provider: 'simulator',
  direction: 'out',
  amount: moneyOf('100', 'USD'),
  method: 'sim:manual',
  status: 'initiated',
  providerReference: null,
};

const news: Readonly<Record<PaymentNews['kind'], PaymentNews>> = {
  processing: { kind: 'processing', providerReference: 'ref' },
  succeeded: { kind: 'succeeded', providerReference: 'ref' },
  failed: { kind: 'failed', providerReference: 'ref', reason: 'declined' },
  unknown: { kind: 'unknown', detail: 'no answer' },
};

const standing = (
  status: PaymentStatus,
  kind: PaymentNews['kind'],
  claimed: { amount: string; currency: string } = payment.amount,
) =>
  standingOf(
    { ...payment, status },
    { paymentId: payment.paymentId, provider: 'simulator', news: news[kind], claimed },
  );

/** Where the payment stands, what the provider says, what it means: every cell. */
const cells: readonly (readonly [PaymentStatus, PaymentNews['kind'], string])[] = [
  ['initiated', 'processing', 'first-sign'],
  ['initiated', 'succeeded', 'first-sign'],
  ['initiated', 'failed', 'first-sign'],
  ['initiated', 'unknown', 'lost'],

  ['unknown', 'processing', 'first-sign'],
  ['unknown', 'succeeded', 'first-sign'],
  ['unknown', 'failed', 'first-sign'],
  ['unknown', 'unknown', 'nothing-new'],

  ['submitted', 'processing', 'nothing-new'],
  ['submitted', 'succeeded', 'end'],
  ['submitted', 'failed', 'end'],
  ['submitted', 'unknown', 'nothing-new'],

  ['completed', 'processing', 'nothing-new'],
  ['completed', 'succeeded', 'nothing-new'],
  ['completed', 'failed', 'anomaly'],
  ['completed', 'unknown', 'nothing-new'],

  ['failed', 'processing', 'nothing-new'],
  ['failed', 'succeeded', 'anomaly'],
  ['failed', 'failed', 'nothing-new'],
  ['failed', 'unknown', 'nothing-new'],
];

it.each(cells)('%s, and the provider says %s: %s', (status, kind, meaning) => {
  expect(standing(status, kind).kind).toBe(meaning);
});

it('calls an end that contradicts the recorded one by its name', () => {
  expect(standing('completed', 'failed')).toMatchObject({ reason: 'contradiction' });
  expect(standing('failed', 'succeeded')).toMatchObject({ reason: 'contradiction' });
});

describe('a report that claims', () => {
  it.each([
    ['the amount itself', '100.00', 'USD', 'end'],
    ['the amount in fewer digits', '100', 'USD', 'end'],
    ['a minor unit more', '100.01', 'USD', 'amount-mismatch'],
    ['a minor unit less', '99.99', 'USD', 'amount-mismatch'],
    ['the digits in another currency', '100.00', 'EUR', 'currency-mismatch'],
    ['another amount in another currency', '1', 'EUR', 'currency-mismatch'],
    ['a currency that nobody knows', '100.00', 'XXZ', 'currency-mismatch'],
    ['more digits than there are', '100.000', 'USD', 'amount-mismatch'],
    ['no number', 'NaN', 'USD', 'amount-mismatch'],
    ['nothing', '', 'USD', 'amount-mismatch'],
    ['the amount below zero', '-100.00', 'USD', 'amount-mismatch'],
  ])('%s', (_name, amount, currency, meaning) => {
    const stands = standing('submitted', 'succeeded', { amount, currency });

    expect(stands.kind === 'anomaly' ? stands.reason : stands.kind).toBe(meaning);
  });

  it.each(['initiated', 'unknown', 'submitted', 'completed', 'failed'] as const)(
    'to be of another provider is not believed of a payment that is %s',
    (status) => {
      const report = { paymentId: payment.paymentId, claimed: payment.amount };
      const from = (provider: string) =>
        standingOf({ ...payment, status }, { ...report, provider, news: news.succeeded });

      expect(from('other')).toMatchObject({ kind: 'anomaly', reason: 'unknown-payment' });
      expect(from(payment.provider)).not.toMatchObject({ reason: 'unknown-payment' });
    },
  );

  it.each(['initiated', 'unknown', 'submitted', 'completed', 'failed'] as const)(
    'another amount is not believed of a payment that is %s, whatever it says',
    (status) => {
      const other = { amount: '1', currency: 'USD' };
      const meanings = (['processing', 'succeeded', 'failed'] as const).map(
        (kind) => standing(status, kind, other).kind,
      );

      expect(meanings).toEqual(['anomaly', 'anomaly', 'anomaly']);
    },
  );
});
