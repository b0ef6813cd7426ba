import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer, Call } from './call';
import { endOf, Journal } from './journal';
import { cancelOf } from './wishes';

let folder: string;
let journal: Journal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-journal-'));
  journal = new Journal(join(folder, 'journal.jsonl'));
});
afterEach(() => {
  journal.close();
  rmSync(folder, { recursive: true });
});

const deposit: Call = {
  key: 'one',
  kind: 'deposit',
  path: '/v1/deposits',
  body: {},
  ends: 'completed',
  isSettledByUs: false,
  cancels: null,
};
const cancel: Call = { key: 'two', ...cancelOf(deposit, 'dep_1') };
const answer = (status: number, body: object, isReplay = false): Answer => ({
  status,
  text: JSON.stringify(body),
  isReplay,
});
const accepted = answer(200, { id: 'dep_1' });
const replayed = { ...accepted, isReplay: true };
const notNow = answer(422, { code: 'payment-already-submitted' });
const tooLate = answer(422, { code: 'flow-already-ended' });

function heard(call: Call, ...answers: (Answer | { readonly lost: string })[]) {
  const entries = answers.map((each) => {
    const entry = journal.sending(call);
    journal.heardOf(entry, each);
    return entry;
  });
  return entries[0]!;
}

it('has a flow end as cancelled when a cancel was accepted', () => {
  const flow = heard(deposit, answer(201, { id: 'dep_1' }));
  heard(cancel, accepted);
  expect(endOf(flow)).toBe('cancelled');
  expect(journal.faults).toEqual([]);
});

it('has a flow end as its method says when the cancel came too late', () => {
  const flow = heard(deposit, answer(201, { id: 'dep_1' }));
  expect(heard(cancel, notNow, tooLate).told?.status).toBe(422);
  expect(endOf(flow)).toBe('completed');
});

it('does not know yet what comes of a cancel that cannot be had just now', () => {
  heard(deposit, answer(201, { id: 'dep_1' }));
  expect(heard(cancel, notNow).told).toBeUndefined();
  expect(journal.faults).toEqual([]);
});

it('finds an effect that was repeated though it had been refused each time', () => {
  heard(deposit, answer(201, { id: 'dep_1' }));
  heard(cancel, notNow, replayed);
  expect(journal.faults).toHaveLength(1);
});

it('takes the repeat of an answer that was lost', () => {
  heard(deposit, answer(201, { id: 'dep_1' }));
  heard(cancel, { lost: 'ECONNRESET' }, replayed);
  expect(journal.faults).toEqual([]);
});

it('finds two answers that differ', () => {
  heard(deposit, answer(201, { id: 'dep_1' }), answer(201, { id: 'dep_2' }, true));
  expect(journal.faults).toHaveLength(1);
});
