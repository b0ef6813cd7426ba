import type { Chance } from '../chance';
import type { Ending, Operation } from './recorder';

/** The files of a database as the disk has them. */
export type Image = ReadonlyMap<Ending, Buffer>;

/** What a disk writes at once; more than that may be half there. */
const SECTOR = 512;
/** Of a hundred: how often an operation that nobody waited for is on the disk all the same. */
const SURVIVES = 50;

/**
 * What a power cut leaves behind: of each file everything up to its last sync, and of what came
 * after it some operations, whole or torn, in any order.
 */
export function afterPowerCut(
  base: Image,
  operations: readonly Operation[],
  chance: Chance,
): Image {
  const files = new Set([...base.keys(), ...operations.map(({ file }) => file)]);
  return new Map(
    [...files].map((file) => {
      const own = operations.filter((operation) => operation.file === file);
      const synced = own.map(({ kind }) => kind).lastIndexOf('sync') + 1;
      const disk = new Disk(base.get(file) ?? Buffer.alloc(0));
      for (const operation of own.slice(0, synced)) disk.apply(operation);
      const luck = own.slice(synced).filter(() => chance.percent(SURVIVES));
      for (const operation of shuffled(luck, chance)) disk.apply(torn(operation, chance));
      return [file, disk.content];
    }),
  );
}

/** A file that grows by half of itself, since most writes make it longer. */
class Disk {
  private bytes: Buffer;
  private length: number;

  constructor(content: Buffer) {
    this.bytes = Buffer.from(content);
    this.length = content.length;
  }

  get content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  apply(operation: Operation): void {
    if (operation.kind === 'write') this.write(operation.offset, operation.bytes);
    if (operation.kind === 'truncate') this.truncate(operation.length);
  }

  private write(offset: number, bytes: Buffer): void {
    this.reach(offset + bytes.length);
    bytes.copy(this.bytes, offset);
  }

  private truncate(length: number): void {
    this.reach(length);
    this.bytes.fill(0, length);
    this.length = length;
  }

  private reach(length: number): void {
    if (length > this.bytes.length) {
      const longer = Buffer.alloc(Math.ceil(length * 1.5));
      this.content.copy(longer);
      this.bytes = longer;
    }
    this.length = Math.max(this.length, length);
  }
}

/** A long write may have come to a halt between two sectors. */
function torn(operation: Operation, chance: Chance): Operation {
  if (operation.kind !== 'write' || operation.bytes.length <= SECTOR) return operation;
  const sectors = Math.ceil(operation.bytes.length / SECTOR);
  const whole = chance.whole(1, 2 * sectors);
  return { ...operation, bytes: operation.bytes.subarray(0, whole * SECTOR) };
}

function shuffled<T>(items: readonly T[], chance: Chance): T[] {
  const left = [...items];
  return items.map(() => left.splice(chance.whole(0, left.length - 1), 1)[0]!);
}
