import { Chance } from './chance';

const drawn = (chance: Chance): number[] => Array.from({ length: 50 }, () => chance.whole(0, 999));

it('draws the same for the same seed, and something else for another', () => {
  expect(drawn(new Chance('7'))).toEqual(drawn(new Chance('7')));
  expect(drawn(new Chance('7'))).not.toEqual(drawn(new Chance('8')));
});

it('keeps a fork apart from what it was forked from', () => {
  const one = new Chance('7');
  const fork = one.fork('client 1');
  drawn(one);
  expect(drawn(fork)).toEqual(drawn(new Chance('7').fork('client 1')));
});

it('draws every number of the range, and none beside it', () => {
  const chance = new Chance('1');
  const found = new Set(Array.from({ length: 500 }, () => chance.whole(3, 7)));
  expect([...found].sort()).toEqual([3, 4, 5, 6, 7]);
});

it('draws by weight, and never what weighs nothing', () => {
  const chance = new Chance('1');
  const rows = [
    [1, 'seldom'],
    [0, 'never'],
    [9, 'often'],
  ] as const;
  const found = Array.from({ length: 1_000 }, () => chance.weighted(rows));
  expect(found).not.toContain('never');
  expect(found.filter((each) => each === 'often').length).toBeGreaterThan(800);
});
