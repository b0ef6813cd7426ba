import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SimulatorClient } from '../support/client';
import { SimulatorProcess } from '../support/process';
import { Workplace } from './cambist';

const here = new Workplace();
afterAll(() => {
  here.clear();
});

const order = {
  tenantId: 'ten_0192f0c1-2345-7abc-8def-0123456789aa',
  paymentId: 'pay_0192f0c1-2345-7abc-8def-0123456789ab',
  direction: 'out',
  amount: '100.00',
  currency: 'USD',
};

const ask = (url: string, key: string, method: string) =>
  new SimulatorClient(url).post('/payments', { ...order, method }, key);

it('remembers after a kill what it has told, and makes nothing twice', async () => {
  const record = join(here.folder, 'killed', 'simulator.jsonl');
  const first = await SimulatorProcess.start(record);
  const made = await Promise.all(
    Array.from({ length: 50 }, (_, each) => ask(first.url, `key-${String(each)}`, 'sim:success')),
  );
  await expect(ask(first.url, 'lost', 'sim:timeout-paid')).rejects.toThrow();
  await first.kill();
  appendFileSync(record, '{"key":"torn');

  const second = await SimulatorProcess.start(record);
  try {
    const { body } = await new SimulatorClient(second.url).get<{ data: unknown[] }>(
      '/payments?limit=1000',
    );
    expect(body.data).toEqual([
      ...made.map((answer) => answer.body),
      expect.objectContaining({ key: 'lost', status: 'succeeded', attempts: 1 }),
    ]);
    const again = await ask(second.url, 'lost', 'sim:timeout-paid');
    expect(again.body).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(await second.terminate()).toBe(0);
  } finally {
    await second.kill();
  }
  expect(readFileSync(record, 'utf8')).not.toContain('torn');
});

it('keeps its record alone: a second one on the same file is refused', async () => {
  const record = join(here.folder, 'alone', 'simulator.jsonl');
  const first = await SimulatorProcess.start(record);
  const second = await here.cambist('simulator', '--port', '0', '--record', record);
  await first.kill();
  const third = await SimulatorProcess.start(record);
  await third.kill();

  expect(second.code).toBe(2);
  expect(second.err).toMatch(/^cambist: Another simulator keeps its record in .*\n$/);
});

it('says in one line why it cannot run', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = String((taken.address() as AddressInfo).port);
  const record = join(here.folder, 'damaged.jsonl');
  appendFileSync(record, 'no record\n');

  const busy = await here.cambist('simulator', '--port', port);
  const damaged = await here.cambist('simulator', '--port', '0', '--record', record);
  const wrong = await here.cambist('simulator', '--port', '65536');
  await new Promise((resolve) => taken.close(resolve));

  expect([busy.code, damaged.code, wrong.code]).toEqual([2, 2, 2]);
  expect(busy.err).toMatch(/^cambist: .*EADDRINUSE.*\n$/);
  expect(damaged.err).toMatch(
    /^cambist: .*damaged\.jsonl is no record of the simulator: line 1\.\n$/,
  );
  expect(wrong.err).toMatch(/It must be a whole number from 0 to 65535/);
});
