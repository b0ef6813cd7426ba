import { profiles } from '../profiles';
import { isServed, promisedFaults, shortOf } from './promise';

const asked = {
  profile: { ...profiles.floor, minutes: 40, promised: { killed: 220, cut: 550 } },
  storm: 20 * 60_000,
};
const done = (...counts: (readonly [string, number])[]) => ({ counts: new Map(counts) });

it('promises a shorter storm its share, of the faults that it can have', () => {
  expect(promisedFaults(asked, done(['killed', 0]))).toEqual(new Map([['killed', 110]]));
});

it('promises a longer storm no more', () => {
  const longer = { ...asked, storm: 80 * 60_000 };
  expect(promisedFaults(longer, done(['cut', 0]))).toEqual(new Map([['cut', 550]]));
});

it('tells how many are still missing', () => {
  expect(shortOf(asked, done(['killed', 109], ['cut', 275]))).toEqual(new Map([['killed', 1]]));
});

it('does not take a refusal for being served', () => {
  const told = (status: number) => ({ told: { status } });
  const entries = (status: number) =>
    new Map(Array.from({ length: 400 }, (_none, at) => [String(at), told(status)])) as never;
  expect(isServed(asked, { entries: entries(422) })).toBe(false);
  expect(isServed(asked, { entries: entries(201) })).toBe(true);
});
