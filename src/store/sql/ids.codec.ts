import type { IdPrefix } from '../../kernel/ids';

/** The first byte of a packed id. These stand in every file for ever: add, never change. */
const tags: Readonly<Record<IdPrefix, number>> = {
  ten: 1,
  acc: 2,
  dep: 3,
  wdr: 4,
  trf: 5,
  pay: 6,
  evt: 7,
  ent: 8,
  key: 9,
  tsk: 10,
  whr: 11,
  dlt: 12,
  anm: 13,
  req: 14,
  quo: 15,
};
const tagOf = new Map<string, number>(Object.entries(tags));
const prefixOf = new Map<number, string>(
  Object.entries(tags).map(([prefix, tag]) => [tag, prefix]),
);

const PACKED_LENGTH = 17;
const ID_LENGTH = 40;

/** The value of each lower-case hexadecimal digit by its character code, and of all else. */
const NO_DIGIT = 255;
const digits = new Uint8Array(128).fill(NO_DIGIT);
for (let value = 0; value < 16; value += 1) digits[value.toString(16).charCodeAt(0)] = value;
const digitAt = (text: string, at: number): number => digits[text.charCodeAt(at)] ?? NO_DIGIT;

/** Where a UUID's pairs of digits stand behind `abc_`, around its hyphens. */
const PAIRS = Uint8Array.of(4, 6, 8, 10, 13, 15, 18, 20, 23, 25, 28, 30, 32, 34, 36, 38);

const hasShape = (text: string): boolean =>
  text.length === ID_LENGTH &&
  text[3] === '_' &&
  text[12] === '-' &&
  text[17] === '-' &&
  text[22] === '-' &&
  text[27] === '-';

const decoded = (text: string, tag: number): Uint8Array | undefined => {
  const bytes = Buffer.allocUnsafe(PACKED_LENGTH);
  bytes[0] = tag;
  let at = 0;
  for (const pair of PAIRS) {
    const [high, low] = [digitAt(text, pair), digitAt(text, pair + 1)];
    if (high === NO_DIGIT || low === NO_DIGIT) return undefined;
    bytes[(at += 1)] = high * 16 + low;
  }
  return bytes;
};

/** A flow's ids are packed dozens of times in one turn, and its tenant's in every row. */
const recent = new Map<string, Uint8Array>();
const MOST_RECENT = 10_000;

const remembered = (text: string, bytes: Uint8Array): Uint8Array => {
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(text, bytes);
  return bytes;
};

/** 17 bytes for `abc_<uuid>`, in the order of time; undefined for any other text. */
export const packedIfId = (text: string): Uint8Array | undefined => {
  const known = recent.get(text);
  if (known) return known;
  const tag = hasShape(text) ? tagOf.get(text.slice(0, 3)) : undefined;
  const bytes = tag === undefined ? undefined : decoded(text, tag);
  return bytes && remembered(text, bytes);
};

/** For an id of our own making: anything else is a fault. */
export const packed = (id: string): Uint8Array => {
  const bytes = packedIfId(id);
  if (!bytes) throw new TypeError('A malformed id cannot be stored.');
  return bytes;
};

export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** The text of a packed id; the caller says whose id it is. */
export const unpacked = <Id extends string = string>(bytes: Uint8Array): Id => {
  const prefix = prefixOf.get(bytes[0] ?? 0);
  if (prefix === undefined || bytes.length !== PACKED_LENGTH) {
    throw new TypeError('These bytes are not an id.');
  }
  const hex = hexOf(bytes);
  const uuid = [
    [2, 10],
    [10, 14],
    [14, 18],
    [18, 22],
    [22, 34],
  ] as const;
  return `${prefix}_${uuid.map(([from, to]) => hex.slice(from, to)).join('-')}` as Id;
};

/** An id packed, and any other text (`fx`, a provider's own id) as it stands. */
export const compact = (text: string): Uint8Array | string => packedIfId(text) ?? text;

export const expanded = (value: Uint8Array | string): string =>
  typeof value === 'string' ? value : unpacked(value);

/** The bounds of all ids with one prefix: from (inclusive), to (exclusive). */
export const rangeOf = (prefix: IdPrefix): readonly [Uint8Array, Uint8Array] => [
  Uint8Array.of(tags[prefix]),
  Uint8Array.of(tags[prefix] + 1),
];
