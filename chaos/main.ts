import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readPlan, usage, type Plan } from './options';
import { isClean, reportOf } from './report';
import { run } from './run';

/** Beyond load and faults, for healing and comparing: as long again, and this (ms). */
const AT_LEAST_AFTERWARDS = 15 * 60_000;

/** Runs it as the command line asks; answers the exit code: 0 when nothing differs. */
export async function main(args: readonly string[]): Promise<number> {
  let plan: Plan;
  try {
    plan = readPlan(args, String(randomInt(1_000_000)));
  } catch (fault) {
    console.error(`${(fault as Error).message}\n\n${usage}`);
    return 2;
  }
  return bounded(plan);
}

/** Nothing that hangs keeps it from ending; every process of its own ends with it. */
async function bounded(plan: Plan): Promise<number> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const limit = setTimeout(
    () => {
      console.error('It did not end in time.');
      process.exit(1);
    },
    2 * plan.parts[0].longestStorm + AT_LEAST_AFTERWARDS,
  );
  try {
    return await storyOf(plan);
  } finally {
    clearTimeout(limit);
  }
}

async function storyOf(plan: Plan): Promise<number> {
  const began = Date.now();
  const say = (who: string) => (what: string) => {
    const seconds = ((Date.now() - began) / 1_000).toFixed(0);
    console.error(`chaos: ${seconds} s: ${who}: ${what}`);
  };
  const folder = mkdtempSync(join(tmpdir(), 'cambist-chaos-'));
  // Whoever PostgreSQL runs as has to reach its own folder in it.
  chmodSync(folder, 0o711);
  say('all')(`seed ${plan.seed}; data and logs in ${folder}`);
  const runs = await Promise.all(
    plan.parts.map((part) => run(part, join(folder, part.store), say(part.store))),
  );
  const report = reportOf({ plan, runs, took: Date.now() - began, version: version() });
  console.log(`\n${report}\n`);
  if (plan.report !== undefined) {
    mkdirSync(dirname(plan.report), { recursive: true });
    writeFileSync(plan.report, `${report}\n`);
  }
  if (isClean(runs)) {
    rmSync(folder, { recursive: true, force: true });
    return 0;
  }
  say('all')(`there are differences: journal, logs and data are kept in ${folder}`);
  return 1;
}

function version(): string {
  const file = join(__dirname, '..', 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
