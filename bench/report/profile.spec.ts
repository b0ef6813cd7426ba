import { topOf } from './profile';

const node = (id: number, functionName: string, url = '', lineNumber = 0) => ({
  id,
  callFrame: { functionName, url, lineNumber },
});

it('sums the time of a function over all places it is called from, and leaves idling out', () => {
  const profile = {
    nodes: [
      node(1, 'hash', 'file:///a/dist/store/chain.js', 8),
      node(2, 'hash', 'file:///a/dist/store/chain.js', 8),
      node(3, '', 'node:net', 1),
      node(4, '(idle)'),
    ],
    samples: [1, 2, 3, 4],
    timeDeltas: [30, 30, 40, 900],
  };
  expect(topOf(profile, 1)).toEqual([{ name: 'hash store/chain.js:9', share: 0.6 }]);
  expect(topOf(profile, 9).map(({ name }) => name)).toEqual([
    'hash store/chain.js:9',
    '(anonymous) node:net:2',
  ]);
});
