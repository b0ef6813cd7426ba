import type { Call, Told } from '../load/call';
import type { Entry } from '../load/journal';
import { toldBy } from '../load/call';
import { reckoned } from './balances.check';

const call = (ends: Call['ends'], more: Partial<Call> = {}): Call => ({
  key: 'k',
  kind: 'deposit',
  path: '/v1/deposits',
  body: {},
  ends,
  isSettledByUs: false,
  cancels: null,
  ...more,
});
const answer = (resource: unknown): Told =>
  toldBy({ status: 201, text: JSON.stringify(resource), isReplay: false });
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const entry = (ends: Call['ends'], told: Told): Entry => ({
  call: call(ends),
  told,
  open: 0,
  isCancelled: false,
});

it('sums up what completed, side by side and to the last minor unit', () => {
  const deposit = answer({ object: 'deposit', accountId: 'a', converted: euros('92.00') });
  const withdrawal = answer({ object: 'withdrawal', accountId: 'a', converted: euros('0.01') });
  const transfer = answer({
    object: 'transfer',
    fromAccountId: 'a',
    toAccountId: 'b',
    debited: euros('10.00'),
    credited: { amount: '1633', currency: 'JPY' },
  });
  const entries = [
    entry('completed', deposit),
    entry('failed', deposit),
    entry('completed', withdrawal),
    entry(null, transfer),
  ];
  expect(reckoned(entries)).toEqual(
    new Map([
      ['a', 8_199n],
      ['b', 1_633n],
    ]),
  );
});

it('reckons nothing with what was refused or never told', () => {
  const refused = toldBy({ status: 422, text: '{"flowId":"dep_1"}', isReplay: false });
  expect(
    reckoned([
      entry('completed', refused),
      { call: call('completed'), open: 1, isCancelled: false },
    ]),
  ).toEqual(new Map());
});

it('reckons nothing with what was cancelled, nor with the answer that says so', () => {
  const deposit = { object: 'deposit', accountId: 'a', converted: euros('92.00') };
  const flow = { ...entry('completed', answer(deposit)), isCancelled: true };
  const told = toldBy({ status: 200, text: JSON.stringify(deposit), isReplay: false });
  const cancel = { ...entry(null, told), call: call(null, { kind: 'cancel', cancels: 'k' }) };
  expect(reckoned([flow, cancel])).toEqual(new Map());
});
