import { readPlan } from './options';

const systems = (...args: string[]) =>
  readPlan(args, 'any').parts.map(({ store, instances }) => [store, instances]);

it('has a system on each store by itself', () => {
  expect(systems()).toEqual([
    ['sqlite', 1],
    ['postgres', 3],
  ]);
});

it('has as many servers as it is asked for, where there can be several', () => {
  expect(systems('--store', 'postgres', '--instances', '1')).toEqual([['postgres', 1]]);
  expect(systems('--instances', '2')).toEqual([
    ['sqlite', 1],
    ['postgres', 2],
  ]);
});

it('refuses a second server on an SQLite file', () => {
  expect(() => systems('--store', 'sqlite', '--instances', '2')).toThrow('SQLite takes one server');
});

it('names what may be asked for', () => {
  expect(() => systems('--profile', 'constructor')).toThrow('one of smoke, floor, night');
});

it('tells the command that plans the same run again', () => {
  const { command } = readPlan(['--profile', 'floor', '--store', 'sqlite'], '7');
  expect(command).toBe(
    'npm run chaos -- --profile floor --seed 7 --store sqlite --instances 1 --minutes 40 --simulator alone',
  );
});
