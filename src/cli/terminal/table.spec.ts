import { coloured, paintFor, plain } from './paint';
import { aligned, table } from './table';

it('puts cells under each other, numbers to the right, and leaves no space at the end', () => {
  const rows = [
    ['fx', '100.00', 'USD'],
    ['clearing:simulator', '7', ''],
  ];
  expect(aligned(rows, [1])).toEqual([
    'fx                  100.00  USD',
    'clearing:simulator       7',
  ]);
});

it('counts what is seen, and not the colours', () => {
  const rows = [
    [coloured('red', 'no'), '1'],
    ['longer', '2'],
  ];
  expect(aligned(rows)[0]).toBe('\u001b[31mno\u001b[0m      1');
});

it('has a head, or says that there is nothing', () => {
  const options = { paint: plain, nothing: 'No keys.' };
  expect(table(['id', 'name'], [['key_1', 'shop']], options)).toBe('ID     NAME\nkey_1  shop\n');
  expect(table(['id', 'name'], [], options)).toBe('No keys.\n');
});

it('colours nothing where nobody looks, and no empty text', () => {
  const piped = { isTTY: false } as NodeJS.WriteStream;
  const terminal = { isTTY: true, hasColors: () => true } as unknown as NodeJS.WriteStream;
  expect([
    paintFor(piped)('red', 'no'),
    paintFor(terminal)('red', 'no'),
    coloured('red', ''),
  ]).toEqual(['no', '\u001b[31mno\u001b[0m', '']);
});
