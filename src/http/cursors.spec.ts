import type { TenantId } from '../kernel/ids';
import { Cursors } from './cursors';

const cursors = new Cursors(Buffer.alloc(32, 1));
const here = { tenantId: 'ten_a' as TenantId, list: 'deposits?status=pending' };
const written = cursors.write(here, 'dep_1') ?? '';

it('a cursor leads back to the sort key that it was made of', () => {
  expect(cursors.read(here, written)).toBe('dep_1');
  expect(cursors.read(here, undefined)).toBeNull();
  expect(cursors.write(here, null)).toBeNull();
});

it.each([
  ['an empty one', ''],
  ['a word', 'forged'],
  ['the bare key', Buffer.from('dep_1').toString('base64url')],
  ['padding', `${written}=`],
  ['a stray character', `${written}!`],
  ['another end', `${written.slice(0, -2)}AA`],
  ['another beginning', `A${written.slice(1)}`],
])('a forged cursor is refused: %s', (_name, cursor) => {
  expect(() => cursors.read(here, cursor)).toThrow(/invalid-cursor/);
});

it('a cursor serves neither another tenant nor another list nor another server', () => {
  expect(() => cursors.read({ ...here, tenantId: 'ten_b' as TenantId }, written)).toThrow();
  expect(() => cursors.read({ ...here, list: 'deposits' }, written)).toThrow();
  expect(() => new Cursors(Buffer.alloc(32, 2)).read(here, written)).toThrow();
});
