import { ids } from '../store.fixture';
import { compact, expanded, packed, packedIfId, rangeOf, unpacked } from './ids.codec';

describe('a packed id', () => {
  it('is 17 bytes, and gives the same id back', () => {
    for (let round = 0; round < 200; round += 1) {
      const id = ids.next('evt');
      expect(packed(id)).toHaveLength(17);
      expect(unpacked(packed(id))).toBe(id);
    }
  });

  it('keeps its first byte for ever, whatever else is changed', () => {
    const uuid = '01a1fbeb-e030-75bc-8cfc-bfca369bbaaf';
    const prefixes = 'ten acc dep wdr trf pay evt ent key tsk whr dlt anm req'.split(' ');
    expect(prefixes.map((prefix) => packed(`${prefix}_${uuid}`)[0])).toEqual(
      prefixes.map((_, index) => index + 1),
    );
    expect(Buffer.from(packed(`acc_${uuid}`)).toString('hex')).toBe(
      '0201a1fbebe03075bc8cfcbfca369bbaaf',
    );
  });

  it('sorts as its text does within one prefix', () => {
    const made = Array.from({ length: 50 }, () => ids.next('trf'));
    const sorted = [...made].sort((a, b) => Buffer.compare(packed(a), packed(b)));
    expect(sorted).toEqual([...made].sort());
  });

  it('lies in the range of its prefix, and in no other', () => {
    const isIn = (id: string, [from, to]: readonly [Uint8Array, Uint8Array]): boolean =>
      Buffer.compare(packed(id), from) >= 0 && Buffer.compare(packed(id), to) < 0;
    expect(isIn(ids.next('dep'), rangeOf('dep'))).toBe(true);
    expect(isIn(ids.next('acc'), rangeOf('dep'))).toBe(false);
    expect(isIn(ids.next('wdr'), rangeOf('dep'))).toBe(false);
  });

  it('is not made of anything else, the first time or the second', () => {
    const id = ids.next('acc');
    const wrong = [
      '',
      'acc_',
      id.toUpperCase(),
      `acc_${id.slice(4).toUpperCase()}`,
      `xyz${id.slice(3)}`,
      `${id}0`,
      id.slice(0, -1),
      id.replace('-', '0'),
      `${id.slice(0, -1)}g`,
      `${id.slice(0, -1)}é`,
      ` ${id.slice(1)}`,
      '__proto__',
    ];
    for (const text of [...wrong, ...wrong]) {
      expect(packedIfId(text)).toBeUndefined();
      expect(() => packed(text)).toThrow('malformed');
    }
  });

  it('is not read from other bytes', () => {
    expect(() => unpacked(Buffer.alloc(17))).toThrow();
    expect(() => unpacked(Buffer.from([2, 1]))).toThrow();
  });

  it('stays right when more ids were packed than are remembered', () => {
    const many = Array.from({ length: 10_500 }, () => ids.next('evt'));
    const bytes = many.map((id) => packed(id));
    expect(bytes.map((one) => unpacked(one))).toEqual(many);
    expect(unpacked(packed(many[0]!))).toBe(many[0]);
  });
});

describe('a text that may be an id', () => {
  it('comes back as it was, packed or not', () => {
    for (const text of [ids.next('evt'), 'fx', 'clearing:simulator', 'pi_123', '']) {
      expect(expanded(compact(text))).toBe(text);
    }
  });
});
