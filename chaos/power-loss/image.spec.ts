import { Chance } from '../chance';
import { afterPowerCut } from './image';
import type { Operation } from './recorder';

const write = (offset: number, text: string): Operation => ({
  kind: 'write',
  file: '',
  offset,
  bytes: Buffer.from(text),
});
const sync: Operation = { kind: 'sync', file: '' };

/** What is left of the database's file, by each of a hundred chances. */
const left = (...operations: Operation[]): Set<string> => {
  const base = new Map([['' as const, Buffer.from('----')]]);
  const images = Array.from({ length: 100 }, (_none, seed) =>
    afterPowerCut(base, operations, new Chance(String(seed))),
  );
  return new Set(images.map((image) => image.get('')!.toString()));
};

it('keeps everything up to the last sync', () => {
  expect(left(write(0, 'ab'), write(4, 'cd'), sync)).toEqual(new Set(['ab--cd']));
});

it('keeps or loses each write after it, whatever became of the ones before', () => {
  expect(left(sync, write(0, 'a'), write(3, 'b'))).toEqual(
    new Set(['----', 'a---', '---b', 'a--b']),
  );
});

it('lets later writes overtake each other', () => {
  expect(left(write(0, 'a'), write(0, 'b'))).toContain('a---');
});

it('counts a sync for its own file alone', () => {
  expect(left(write(0, 'a'), { kind: 'sync', file: '-wal' })).toContain('----');
});

it('cuts and stretches a file', () => {
  expect(left({ kind: 'truncate', file: '', length: 2 }, sync)).toEqual(new Set(['--']));
  expect(left({ kind: 'truncate', file: '', length: 6 }, sync)).toEqual(new Set(['----\0\0']));
});

it('tears what is longer than a sector', () => {
  const lengths = [
    ...left({ kind: 'truncate', file: '', length: 0 }, sync, write(0, 'x'.repeat(2_048))),
  ];
  expect(new Set(lengths.map((text) => text.length))).toEqual(
    new Set([0, 512, 1_024, 1_536, 2_048]),
  );
});
