import { Seals } from './seals';

const seals = new Seals(Buffer.alloc(32, 1));

it('gives back what was sealed, and shows nothing of it', () => {
  const sealed = seals.seal('cbk_secret', 'key_1');
  expect(seals.open(sealed, 'key_1')).toBe('cbk_secret');
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('secret');
  expect(seals.seal('cbk_secret', 'key_1')).not.toBe(sealed);
});

it('opens nothing of another purpose or master key, and nothing that was changed', () => {
  const sealed = seals.seal('cbk_secret', 'key_1');
  const bytes = Buffer.from(sealed, 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  expect(() => seals.open(sealed, 'key_2')).toThrow();
  expect(() => new Seals(Buffer.alloc(32, 2)).open(sealed, 'key_1')).toThrow();
  expect(() => seals.open(bytes.toString('base64url'), 'key_1')).toThrow();
  expect(() => seals.open('', 'key_1')).toThrow();
});
