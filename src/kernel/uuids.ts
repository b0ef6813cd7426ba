import { randomFillSync } from 'node:crypto';
import { V7Generator } from 'uuidv7';

/** Random words from the system, fetched many at a time: to ask is dearer than what is got. */
class RandomWords {
  private readonly words = new Uint32Array(1_024);
  private used = this.words.length;

  nextUint32(): number {
    if (this.used === this.words.length) {
      randomFillSync(this.words);
      this.used = 0;
    }
    return this.words[this.used++] ?? 0;
  }
}

/** One for the process, so that ids sort by their making, whoever makes them. */
const generator = new V7Generator(new RandomWords());

const DIGITS = Buffer.from('0123456789abcdef');
/** Before these bytes stands a hyphen: 8-4-4-4-12 digits. */
const GROUPS: ReadonlySet<number> = new Set([4, 6, 8, 10]);
const places = Array.from({ length: 16 }, (_, byte) => ({
  byte,
  at: 2 * byte + [...GROUPS].filter((group) => group <= byte).length,
}));
const text = Buffer.alloc(36, '-');

/** A UUIDv7 as text. Each is greater than the one before, unless the clock is put back far. */
export function nextUuid(): string {
  const { bytes } = generator.generate();
  // The library would put the text together digit by digit, which leaves 36 strings behind.
  for (const { byte, at } of places) {
    const value = bytes[byte] ?? 0;
    text[at] = DIGITS[value >> 4] ?? 0;
    text[at + 1] = DIGITS[value & 15] ?? 0;
  }
  return text.toString('latin1');
}
