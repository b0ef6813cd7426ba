import { pauseBefore } from './outbox.worker';

const patience = { firstAfter: 0, backoff: 1_000, longest: 60_000 };
const pauses = (attempt: number): number[] =>
  Array.from({ length: 200 }, () => pauseBefore(attempt, patience));

it('doubles the pause before each further attempt, and shortens it by up to a half', () => {
  for (const [attempt, full] of [
    [1, 1_000],
    [2, 2_000],
    [4, 8_000],
  ] as const) {
    const seen = pauses(attempt);
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(full / 2);
    expect(Math.max(...seen)).toBeLessThanOrEqual(full + 1);
    expect(new Set(seen).size).toBeGreaterThan(10);
  }
});

it('never pauses longer than the longest, however often it has tried', () => {
  expect(Math.max(...pauses(10), ...pauses(10_000))).toBeLessThanOrEqual(60_001);
});
