import pino from 'pino';
import { moneyOf } from '../../src/money';
import { FetchedRateStore } from '../../src/store/store.port';
import { aDatabase } from '../support/database';
import { ecbDocument, RateSource } from '../support/rate-source';
import { HandClock, Stage, type StageOptions } from '../support/stage';

const QUICK = { every: 30, firstRetry: 10, longestRetry: 40, answerWithin: 300, startWithin: 400 };
const WEEK = 604_800;

let source: RateSource;
let stage: Stage | undefined;
const clock = new HandClock();
beforeEach(async () => {
  clock.at = Date.parse('2026-11-21T10:00:00.000Z');
  source = await RateSource.open();
});
afterEach(async () => {
  await stage?.close();
  stage = undefined;
  await source.close();
});

const open = async (more: Partial<StageOptions> = {}): Promise<Stage> => {
  stage = await Stage.open({
    clock,
    source: { url: source.url, maxAge: WEEK, timing: QUICK },
    ...more,
  });
  return stage;
};
const json = (asOf: string, rates: object, base = 'USD') => JSON.stringify({ base, asOf, rates });

/** What a deposit of 100.00 USD into a fresh account comes to, and at which rate. */
const dollarsIn = async (on: Stage, currency: string) => {
  const account = await on.openAccount(currency);
  const { status, id, flow } = await on.deposit(account, moneyOf('100.00', 'USD'));
  if (flow === undefined) return { status, events: (await on.events(id)).length };
  const ended = (await on.ended(id)) as unknown as {
    conversion: { amount: { amount: string }; rate: object } | null;
  };
  return { status, amount: ended.conversion?.amount.amount, rate: ended.conversion?.rate };
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 200; waited++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error('It did not come to be in time.');
};

it('takes the ECB’s rates, their inverses and what they bridge', async () => {
  source.says(ecbDocument('2026-11-20', { USD: '1.25', JPY: '160' }));
  const on = await open();
  expect(await dollarsIn(on, 'EUR')).toMatchObject({
    amount: '80.00',
    rate: { value: '0.8', source: 'ecb', asOf: '2026-11-20T15:00:00.000Z' },
  });
  expect(await dollarsIn(on, 'JPY')).toMatchObject({
    amount: '12800',
    rate: { source: 'ecb', via: 'EUR' },
  });
});

it('takes JSON, and what was pinned before it', async () => {
  source.says(json('2026-11-21T09:00:00Z', { EUR: 0.91, JPY: 149.285 }));
  const on = await open();
  expect(await dollarsIn(on, 'EUR')).toMatchObject({
    amount: '91.00',
    rate: { value: '0.91', source: 'http' },
  });
  await on.pin('USD', 'EUR', '0.92');
  expect(await dollarsIn(on, 'EUR')).toMatchObject({ rate: { value: '0.92', source: 'manual' } });
});

it('is asked again and again, and what is newer counts', async () => {
  source.says(json('2026-11-21T09:00:00Z', { EUR: 0.91 }));
  const on = await open();
  source.says(json('2026-11-21T09:30:00Z', { EUR: 0.93 }));
  await until(async () => (await dollarsIn(on, 'EUR')).amount === '93.00');
  expect(await dollarsIn(on, 'EUR')).toMatchObject({ rate: { asOf: '2026-11-21T09:30:00.000Z' } });
});

it('is not used past its age, and then begins no flow', async () => {
  source.says(json('2026-11-21T10:00:00Z', { EUR: 0.91 }));
  const on = await open();
  clock.at += WEEK * 1_000;
  expect(await dollarsIn(on, 'EUR')).toMatchObject({ status: 201, amount: '91.00' });
  const quoteId = await on.quote(moneyOf('100.00', 'USD'), 'EUR');
  clock.at += 1;
  expect(await dollarsIn(on, 'EUR')).toEqual({ status: 400, events: 0 });
  // Nobody ever knew this pair: waiting would not help.
  expect(await dollarsIn(on, 'KWD')).toMatchObject({ status: 422 });

  const account = await on.openAccount('EUR');
  const quoted = await on.deposit(account, moneyOf('100.00', 'USD'), { quoteId });
  expect(quoted.status).toBe(201);

  await on.pin('EUR', 'USD', '1.25');
  expect(await dollarsIn(on, 'EUR')).toMatchObject({ status: 201, amount: '80.00' });
});

it('that never answered is awaited: no flow is rejected for want of a rate', async () => {
  const on = await open();
  expect(await dollarsIn(on, 'EUR')).toEqual({ status: 400, events: 0 });
  source.says(json('2026-11-21T09:00:00Z', { EUR: 0.91 }));
  await until(async () => (await dollarsIn(on, 'EUR')).amount === '91.00');
});

it('is remembered across a restart without it', async () => {
  const { url, drop } = await aDatabase();
  try {
    source.says(ecbDocument('2026-11-20', { USD: '1.25' }));
    await (await open({ url })).close();
    source.says('', 500);
    expect(await dollarsIn(await open({ url }), 'EUR')).toMatchObject({
      amount: '80.00',
      rate: { source: 'ecb', asOf: '2026-11-20T15:00:00.000Z' },
    });
    await stage?.close();
    stage = undefined;
  } finally {
    await drop();
  }
});

it('may date its rates earlier than the source that was used before it', async () => {
  const { url, drop } = await aDatabase();
  try {
    source.says(json('2026-11-21T09:00:00Z', { EUR: 0.91 }));
    await (await open({ url })).close();
    source.says(ecbDocument('2026-11-20', { USD: '1.25' }));
    expect(await dollarsIn(await open({ url }), 'EUR')).toMatchObject({
      amount: '80.00',
      rate: { source: 'ecb', asOf: '2026-11-20T15:00:00.000Z' },
    });
    await stage?.close();
    stage = undefined;
  } finally {
    await drop();
  }
});

describe('what a source should not say', () => {
  const good = ecbDocument('2026-11-20', { USD: '1.25' });
  const hostile: readonly (readonly [string, (to: RateSource) => void])[] = [
    ['an error', (to) => to.says('Oops', 500)],
    ['something huge', (to) => to.says(good + ' '.repeat(300_000))],
    [
      'something endless',
      (to) =>
        to.does((answer) => {
          answer.on('error', () => undefined);
          const more = (): void => {
            while (!answer.destroyed && answer.write('<a>'.repeat(10_000)));
            if (!answer.destroyed) answer.once('drain', more);
          };
          more();
        }),
    ],
    ['nothing at all', (to) => to.does(() => undefined)],
    ['something slow', (to) => to.does((answer) => void answer.writeHead(200).write('<'))],
    ['the half of it', (to) => to.does((answer) => answer.write('<a', () => answer.destroy()))],
    ['what is no UTF-8', (to) => to.says(Buffer.from([0x3c, 0xff, 0xfe]))],
    ['wrong XML', (to) => to.says(good.replace('</Cube>', ''))],
    ['a rate of zero', (to) => to.says(ecbDocument('2026-11-21', { USD: '0' }))],
    ['a negative rate', (to) => to.says(ecbDocument('2026-11-21', { USD: '-1.3' }))],
    ['rates of the future', (to) => to.says(ecbDocument('2026-12-24', { USD: '1.3' }))],
    ['rates of the past', (to) => to.says(ecbDocument('2026-11-19', { USD: '1.3' }))],
  ];

  it.each(hostile)('%s changes nothing, and it is asked again', async (_what, misbehave) => {
    const lines: string[] = [];
    source.says(good);
    const on = await open({
      logger: pino({ level: 'warn' }, { write: (line) => lines.push(line) }),
    });
    misbehave(source);
    await source.waits(3);

    expect(await dollarsIn(on, 'EUR')).toMatchObject({ amount: '80.00' });
    const kept = await on.module.get(FetchedRateStore, { strict: false }).all();
    expect(kept).toMatchObject([{ base: 'EUR', quote: 'USD', value: '1.25' }]);
    expect(lines.join('')).toContain('the rates could not be fetched');
    expect(lines.join('')).not.toContain('secret');

    source.says(ecbDocument('2026-11-21', { USD: '1.6' }));
    await until(async () => (await dollarsIn(on, 'EUR')).amount === '62.50');
  });
});

it('does not hold up a start or a stop by its silence', async () => {
  source.does(() => undefined);
  const began = performance.now();
  const on = await open({
    source: { url: source.url, maxAge: WEEK, timing: { ...QUICK, answerWithin: 60_000 } },
  });
  await on.close();
  stage = undefined;
  expect(performance.now() - began).toBeLessThan(3_000);
});

it('is asked ever more seldom while it fails', async () => {
  const started = performance.now();
  await open({
    source: {
      url: source.url,
      maxAge: WEEK,
      timing: { ...QUICK, firstRetry: 20, longestRetry: 10_000 },
    },
  });
  await source.waits(4);
  // Half of 20 + 40 + 80 + 160 at least.
  expect(performance.now() - started).toBeGreaterThan(140);
  expect(source.asked).toBeLessThanOrEqual(6);
});
