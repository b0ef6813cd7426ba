import { inTurns, isSteady, median, movedBy, percentile, ratioOf } from './statistics';

describe('the median', () => {
  it('is the middle one, in whatever order they came', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is the mean of the two in the middle of an even number', () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it('is no number when there is nothing', () => {
    expect(median([])).toBeNaN();
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it('is a value that was measured', () => {
    expect([percentile(hundred, 0.5), percentile(hundred, 0.99)]).toEqual([50, 99]);
  });

  it('is the only value of one', () => {
    expect([percentile([7], 0), percentile([7], 0.99)]).toEqual([7, 7]);
  });

  it('sorts by size, not by spelling', () => {
    expect(percentile([10, 9, 100], 1)).toBe(100);
  });
});

it('takes the ratio of the medians, so that one odd round does not count', () => {
  expect(ratioOf([60, 1, 60], [100, 100, 100_000])).toBe(0.6);
});

describe('the drop rule', () => {
  it.each([
    [100, 130, true],
    [130, 100, true],
    [100, 131, false],
    [131, 100, false],
    [100, 100, true],
  ])('from %d to %d: steady is %s', (before, after, steady) => {
    expect(isSteady(before, after)).toBe(steady);
  });

  it('does not ask in which direction it moved', () => {
    expect(movedBy(100, 150)).toBe(movedBy(150, 100));
  });
});

it('measures in turns, so that a slow minute slows both sides', async () => {
  const order: string[] = [];
  const side = (name: string) => async (): Promise<number> => order.push(name);
  expect(await inTurns(2, side('a'), side('b'))).toEqual({ over: [1, 3], under: [2, 4] });
  expect(order).toEqual(['a', 'b', 'a', 'b']);
});
