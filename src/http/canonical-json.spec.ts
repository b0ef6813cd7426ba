import { canonicalHash, canonicalJson } from './canonical-json';

it('sorts keys at every level, and leaves strings and lists as they are', () => {
  expect(canonicalJson({ b: [3, { d: null, c: '\u00e9' }], a: '1.0' })).toBe(
    '{"a":"1.0","b":[3,{"c":"é","d":null}]}',
  );
});

it('tells apart what differs in a string, a type or an order of a list', () => {
  const hashes = [{ a: '1' }, { a: 1 }, { a: '1.0' }, { a: ['1', '2'] }, { a: ['2', '1'] }, {}];
  expect(new Set(hashes.map(canonicalHash)).size).toBe(hashes.length);
  expect(canonicalHash({ a: 1, b: 2 })).toBe(canonicalHash({ b: 2, a: 1 }));
});
