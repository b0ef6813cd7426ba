import { Layer } from './layer';

it('reads through to the layer below, and writes on itself alone', () => {
  const below = new Layer<string, number>();
  below.set('a', 1);
  const above = new Layer(below);
  above.set('b', 2);

  expect([above.get('a'), above.get('b'), above.get('c')]).toEqual([1, 2, undefined]);
  expect(below.get('b')).toBeUndefined();
});

it('hides what is below by what it says itself, also when that is false or nought', () => {
  const below = new Layer<string, number | boolean>();
  below.set('open', true);
  below.set('count', 7);
  const above = new Layer(below);
  above.set('open', false);
  above.set('count', 0);

  expect([above.get('open'), above.get('count')]).toEqual([false, 0]);
  expect([below.get('open'), below.get('count')]).toEqual([true, 7]);
});

it('sees what changes below as long as it says nothing itself', () => {
  const below = new Layer<string, number>();
  const above = new Layer(below);
  below.set('a', 1);

  expect(above.get('a')).toBe(1);
});

it('lists what was written on it, the last word for each key', () => {
  const below = new Layer<string, number>();
  below.set('a', 1);
  const above = new Layer(below);
  above.set('b', 2);
  above.set('b', 3);

  expect([...above.written()]).toEqual([3]);
});

it('is laid down whole, or forgotten whole', () => {
  const below = new Layer<string, number>();
  below.set('a', 1);
  const forgotten = new Layer(below);
  forgotten.set('a', 9);
  const kept = new Layer(below);
  kept.set('a', 2);
  kept.set('b', 3);
  kept.layDown(below);

  expect([below.get('a'), below.get('b')]).toEqual([2, 3]);
});
