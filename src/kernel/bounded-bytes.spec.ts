import { boundedBytes } from './bounded-bytes';

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

it('puts the pieces of a body together', async () => {
  expect((await boundedBytes(pieces('ab', '', 'c'), 3))?.toString()).toBe('abc');
  expect((await boundedBytes(null, 3))?.toString()).toBe('');
});

it('gives up on the first byte too many, and asks for no more', async () => {
  let asked = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      asked++;
      yield Buffer.from('ab');
    }
  }
  expect(await boundedBytes(endless(), 3)).toBeUndefined();
  expect(asked).toBe(2);
});
