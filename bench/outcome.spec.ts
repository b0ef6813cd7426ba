import { atLeast, atMost } from './case';
import { shareOf, verdictOn } from './outcome';

it.each([
  [atLeast(0.6, 0.8), 0.59, 'not reached'],
  [atLeast(0.6, 0.8), 0.6, 'reached'],
  [atLeast(0.6, 0.8), 0.8, 'stretch'],
  [atMost(3, 2), 3.01, 'not reached'],
  [atMost(3, 2), 3, 'reached'],
  [atMost(3, 2), 2, 'stretch'],
  [atMost(1.1), 0.5, 'reached'],
  [null, 12, 'no goal'],
  [atLeast(0.6), NaN, 'not reached'],
])('judges %j at %d: %s', (goal, ratio, verdict) => {
  expect(verdictOn(goal, ratio)).toBe(verdict);
});

it('measures the way to a goal alike, whether more or less is better', () => {
  expect([shareOf(2, 'at least', 4), shareOf(2, 'at most', 1)]).toEqual([2, 2]);
});
