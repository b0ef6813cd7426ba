import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PaymentId, TenantId } from '../../../kernel/ids';
import type { SimulatedPayment } from '../simulated-payment';
import { JournalFile } from './journal-file';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cambist-journal-'));
  file = join(folder, 'made', 'simulator.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const payment = (key: string, attempts = 1): SimulatedPayment => ({
  key,
  tenantId: 'ten_018f0000-0000-7000-8000-000000000001' as TenantId,
  paymentId: 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId,
  direction: 'in',
  amount: '100.00',
  currency: 'USD',
  method: 'sim:success',
  providerReference: 'sim_1',
  status: 'succeeded',
  reason: null,
  attempts,
  webhook: { url: 'http://127.0.0.1:1/', secret: `whsec_${'A'.repeat(43)}=` },
  createdAt: '2026-11-21T10:00:00.000Z',
  updatedAt: '2026-11-21T10:00:00.000Z',
});

async function write(...payments: readonly SimulatedPayment[]): Promise<void> {
  const journal = await JournalFile.open(file);
  await Promise.all(payments.map((one) => journal.append(one)));
  await journal.close();
}
async function read(): Promise<readonly SimulatedPayment[]> {
  const journal = await JournalFile.open(file);
  await journal.close();
  return journal.payments;
}

it('gives back what was written, the last word on each key, oldest key first', async () => {
  await write(payment('a'), payment('b'));
  await write(payment('a', 2));
  expect(await read()).toEqual([payment('a', 2), payment('b')]);
});

it('has a line in the file by the time that it says so', async () => {
  const journal = await JournalFile.open(file);
  await journal.append(payment('a'));
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(payment('a'))}\n`);
  void journal.append(payment('b'));
  await journal.written();
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3);
  await journal.close();
});

it('is for its owner only: secrets are in it', async () => {
  await write(payment('a'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

it.each([
  ['in the middle', '{"key":"b'],
  ['before its end', JSON.stringify(payment('b'))],
])(
  'drops a last line that was cut off %s, and goes on behind the one before',
  async (_where, torn) => {
    await write(payment('a'));
    appendFileSync(file, torn);
    expect(await read()).toEqual([payment('a')]);
    await write(payment('c'));
    expect(await read()).toEqual([payment('a'), payment('c')]);
  },
);

it.each([
  ['no JSON', 'no JSON\n'],
  ['another JSON', '{}\n'],
  [
    'a payment with a field that cannot be',
    `${JSON.stringify({ ...payment('a'), attempts: 'x' })}\n`,
  ],
])('refuses a file with a line that is %s, and leaves it as it is', async (_what, line) => {
  await write(payment('a'));
  appendFileSync(file, line);
  const before = readFileSync(file);
  await expect(JournalFile.open(file)).rejects.toThrow(/is no record of the simulator: line 2/);
  expect(readFileSync(file)).toEqual(before);
});

it('refuses a place where no file can be', async () => {
  writeFileSync(join(folder, 'made'), '');
  await expect(JournalFile.open(file)).rejects.toThrow();
});
