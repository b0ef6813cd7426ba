import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './statistics';

const BLOCK = Buffer.alloc(4096, 1);
const WINDOWS = 5;
const WINDOW_MS = 300;

/** How many blocks a second this disk takes one by one, each made durable: what a commit stands on. */
export function bareFsyncs(folder: string): number {
  const file = join(folder, 'bare-fsync');
  const handle = openSync(file, 'w');
  try {
    return median(Array.from({ length: WINDOWS }, () => rateOf(handle)));
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

function rateOf(handle: number): number {
  const began = performance.now();
  let count = 0;
  let passed = 0;
  while (passed < WINDOW_MS) {
    writeSync(handle, BLOCK);
    fdatasyncSync(handle);
    count++;
    passed = performance.now() - began;
  }
  return (count * 1_000) / passed;
}
