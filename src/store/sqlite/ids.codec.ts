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
};
const tagOf = new Map<string, number>(Object.entries(tags));
const prefixOf = new Map<number, string>(
  Object.entries(tags).map(([prefix, tag]) => [tag, prefix]),
);

const SHAPE = /^[a-z]{3}_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const PACKED_LENGTH = 17;

/** 17 bytes for `abc_<uuid>`, in the order of time; undefined for any other text. */
export const packedIfId = (text: string): Uint8Array | undefined => {
  const tag = tagOf.get(text.slice(0, 3));
  if (tag === undefined || !SHAPE.test(text)) return undefined;
  const bytes = Buffer.allocUnsafe(PACKED_LENGTH);
  bytes[0] = tag;
  bytes.write(text.slice(4).replaceAll('-', ''), 1, 'hex');
  return bytes;
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
