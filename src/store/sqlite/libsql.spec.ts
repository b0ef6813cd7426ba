import { MEMORY, sqliteDriver } from './driver';

it('answers for the values that it is given, whatever the same statement was asked before', async () => {
  const connection = (await sqliteDriver('libsql'))(MEMORY);
  connection.exec('create table numbers (number integer primary key, word text)');
  connection.exec("insert into numbers values (1, 'one'), (2, 'two'), (3, 'three')");
  const word = connection.prepare<{ word: string }>('select word from numbers where number = ?');

  expect([
    word.all([1]),
    word.get([2]),
    word.get([3]),
    word.all([1]),
    word.all([2]),
    word.get([4]),
    word.all([4]),
    word.get([1]),
  ]).toEqual([
    [{ word: 'one' }],
    { word: 'two' },
    { word: 'three' },
    [{ word: 'one' }],
    [{ word: 'two' }],
    undefined,
    [],
    { word: 'one' },
  ]);
  connection.close();
});
