import { both, only } from './lists';

it('gives the one item of a list that has one', () => {
  expect(only(['a'])).toBe('a');
  expect(only([0])).toBe(0);
});

it('gives the two items of a list that has two', () => {
  expect(both(['a', 'b'])).toEqual(['a', 'b']);
});

it.each([[[]], [['a', 'b']], [['a', 'b', 'c']]])('has no one item in %j: a fault', (list) => {
  expect(() => only(list)).toThrow(/^Expected one item, got \d\.$/);
});

it.each([[[]], [['a']], [['a', 'b', 'c']]])('has no two items in %j: a fault', (list) => {
  expect(() => both(list)).toThrow(/^Expected two items, got \d\.$/);
});
