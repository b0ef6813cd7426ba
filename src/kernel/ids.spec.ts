import { isId, nameOfThisLife, renamed, TimeOrderedIds } from './ids';

const ids = new TimeOrderedIds();

it('makes ids that are never the same and sort in the order of their making', () => {
  const made = Array.from({ length: 1_000 }, () => ids.next('dep'));

  expect(new Set(made).size).toBe(1_000);
  expect([...made].sort()).toEqual(made);
});

it('knows its own ids again, by prefix', () => {
  expect(isId('acc', ids.next('acc'))).toBe(true);
  expect(isId('dep', ids.next('acc'))).toBe(false);
});

it.each([
  '',
  'acc_',
  'acc_1',
  'ACC_01a1fc13-dc0c-7c9e-a598-12810d5f410c',
  'acc_01A1FC13-DC0C-7C9E-A598-12810D5F410C',
  'acc_01a1fc13-dc0c-7c9e-a598-12810d5f410c ',
  'acc_01a1fc13-dc0c-7c9e-a598-12810d5f410c\n',
  'acc_01a1fc13dc0c7c9ea59812810d5f410c',
  'acc_../../01a1fc13-dc0c-7c9e-a598-12810d5f410c',
])('does not take %j for an id', (text) => {
  expect(isId('acc', text)).toBe(false);
});

it('names a thing after another: the same UUID under another prefix', () => {
  const event = ids.next('evt');

  expect(renamed(event, 'ent')).toBe(`ent${event.slice(3)}`);
  expect(isId('ent', renamed(event, 'ent'))).toBe(true);
});

it('gives every life of a process another name', () => {
  expect(nameOfThisLife()).not.toBe(nameOfThisLife());
});
