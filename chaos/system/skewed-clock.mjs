/**
 * Loaded into a server before anything else: its clock is wrong by as many milliseconds as the
 * file CHAOS_CLOCK says, from the moment on in which the file says so. Timers are not touched:
 * a clock that is set does not change how long a second lasts.
 */
import { readFileSync } from 'node:fs';

const LOOKED_AT_EVERY = 50;
const file = process.env.CHAOS_CLOCK ?? '';
const RealDate = Date;
const realNow = Date.now.bind(Date);
let skew = 0;

function look() {
  try {
    const read = Number(readFileSync(file, 'utf8'));
    if (Number.isSafeInteger(read)) skew = read;
  } catch {
    // Not written yet, or just being written: the clock goes on as it does.
  }
}

look();
setInterval(look, LOOKED_AT_EVERY).unref();

globalThis.Date = class Date extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(realNow() + skew);
    else super(...args);
  }

  static now() {
    return realNow() + skew;
  }
};
