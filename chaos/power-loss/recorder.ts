import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(__dirname, 'recorder.c');

/** Files of an SQLite database by the endings of their names, numbered as recorder.c does. */
const endings = ['', '-wal', '-journal'] as const;
export type Ending = (typeof endings)[number];

/** What a process did to one of the files. */
export type Operation = { readonly file: Ending } & (
  | { readonly kind: 'write'; readonly offset: number; readonly bytes: Buffer }
  | { readonly kind: 'truncate'; readonly length: number }
  | { readonly kind: 'sync' }
);

/** An operation, and how long the record was when it was in it. */
export type Recorded = Operation & { readonly recordedAt: number };

const HEAD = 24;

/** Why writes cannot be recorded here; undefined when they can. */
export function recorderIsMissing(): string | undefined {
  if (process.platform !== 'linux') return 'writes are recorded on Linux only';
  return spawnSync('cc', ['--version']).status === 0 ? undefined : 'there is no C compiler (cc)';
}

/** Writes down what a server does to its database file. */
export class Recorder {
  private readonly record: string;

  constructor(
    private readonly folder: string,
    private readonly database: string,
  ) {
    this.record = join(folder, 'writes.record');
  }

  /** What the server has to be started with. */
  environment(): Readonly<Record<string, string>> {
    const library = join(this.folder, 'recorder.so');
    execFileSync('cc', ['-O2', '-shared', '-fPIC', '-o', library, SOURCE, '-ldl', '-lpthread']);
    return {
      LD_PRELOAD: library,
      POWER_LOSS_DATABASE: this.database,
      POWER_LOSS_RECORD: this.record,
    };
  }

  /** How long the record is now: what is in it has happened. */
  get length(): number {
    return statSync(this.record).size;
  }

  read(): readonly Recorded[] {
    const bytes = readFileSync(this.record);
    const found: Recorded[] = [];
    for (let at = 0; at + HEAD <= bytes.length;) {
      const { operation, length } = operationAt(bytes, at);
      at += length;
      found.push({ ...operation, recordedAt: at });
    }
    return found;
  }
}

function operationAt(bytes: Buffer, at: number): { operation: Operation; length: number } {
  const file = endings[bytes.readUInt32LE(at + 4) - 1]!;
  const offset = Number(bytes.readBigUInt64LE(at + 8));
  const length = Number(bytes.readBigUInt64LE(at + 16));
  switch (bytes.readUInt32LE(at)) {
    case 1: {
      const written = bytes.subarray(at + HEAD, at + HEAD + length);
      return { operation: { kind: 'write', file, offset, bytes: written }, length: HEAD + length };
    }
    case 2:
      return { operation: { kind: 'truncate', file, length: offset }, length: HEAD };
    case 3:
      return { operation: { kind: 'sync', file }, length: HEAD };
    default:
      throw new Error(`The record makes no sense at byte ${String(at)}.`);
  }
}
