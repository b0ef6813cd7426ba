import { moneyOf } from '../../src/money';
import { HandClock, Stage } from '../support/stage';

/** Clock jumps change no outcome but times. */
const clock = new HandClock();
let stage: Stage;
beforeEach(async () => {
  clock.at = Date.parse('2026-11-21T10:00:00.000Z');
  stage = await Stage.open({ clock });
});
afterEach(async () => {
  await stage.close();
});

const euros = (amount: string) => moneyOf(amount, 'EUR');
const limits = { deposit: { min: null, max: null, daily: euros('100') } };

it('counts the daily limit by the UTC day of the request, up to its last millisecond', async () => {
  const account = await stage.openAccount('EUR', { limits });
  const depositAt = async (time: string, amount: string) => {
    clock.at = Date.parse(time);
    return (await stage.deposit(account, euros(amount))).status;
  };

  expect([
    await depositAt('2026-11-21T00:00:00.000Z', '60'),
    await depositAt('2026-11-21T23:59:59.999Z', '40.01'),
    await depositAt('2026-11-21T23:59:59.999Z', '40'),
    await depositAt('2026-11-22T00:00:00.000Z', '100'),
  ]).toEqual([201, 422, 201, 201]);
});

it('holds the daily limit on a day before those it knows, when the clock was put back', async () => {
  const account = await stage.openAccount('EUR', { limits });
  const depositOn = async (day: number, amount: string) => {
    clock.at = Date.parse(`2026-11-${String(day)}T10:00:00.000Z`);
    return (await stage.deposit(account, euros(amount))).status;
  };
  for (const day of [22, 23, 24, 25]) expect(await depositOn(day, '100')).toBe(201);

  expect(await depositOn(18, '100')).toBe(201);
  expect(await depositOn(18, '0.01')).toBe(422);
  expect(await depositOn(25, '0.01')).toBe(422);
});

it('dates no event before one that was committed, though the clock was put back', async () => {
  const account = await stage.openAccount('EUR');
  const first = await stage.deposit(account, euros('1'));
  clock.at -= 3_600_000;
  const second = await stage.deposit(account, euros('1'));
  await stage.ended(second.id);

  const [before] = await stage.events(first.id);
  const [after] = await stage.events(second.id);
  expect(after!.committedAt >= before!.committedAt).toBe(true);
  expect(after!.occurredAt).toBe('2026-11-21T09:00:00.000Z');
});
