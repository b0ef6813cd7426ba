import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../measure/statistics';
import { Skipped } from '../skipped';

/** PostgreSQL's own programs, found in PATH. */
export function psql(url: string, sql: string): string {
  return run('psql', ['-X', '-q', '-t', '-A', '-v', 'ON_ERROR_STOP=1', '-c', sql, url]);
}

function run(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (fault) {
    const { code, stderr } = fault as { readonly code?: string; readonly stderr?: string };
    if (code === 'ENOENT') throw new Skipped(`${program} is not in PATH`);
    throw new Error(`${program}: ${stderr ?? String(fault)}`, { cause: fault });
  }
}

/** What pgbench's TPC-B needs, at the scale of the yardstick. */
export const prepareTpcB = (url: string): void => {
  run('pgbench', ['--initialize', '--quiet', '--scale=10', url]);
};

/** T: TPC-B transactions a second, 8 clients, prepared. */
export async function tpcB(url: string, seconds: number): Promise<number> {
  const said = await runAside('pgbench', [
    '--client=8',
    '--jobs=2',
    `--time=${Math.ceil(seconds)}`,
    '--protocol=prepared',
    '--no-vacuum',
    url,
  ]);
  return Number(/^tps = ([\d.]+)/m.exec(said)?.[1]);
}

/** The median of a commit of one row by one client (ms). */
export async function bareCommits(url: string, seconds: number, folder: string): Promise<number> {
  psql(url, 'create table if not exists bare_commits (id bigserial primary key, said text)');
  const logs = mkdtempSync(join(folder, 'pgbench-'));
  const script = join(logs, 'one-row.sql');
  writeFileSync(script, "insert into bare_commits (said) values ('one row');\n");
  await runAside('pgbench', [
    '--client=1',
    `--time=${Math.ceil(seconds)}`,
    '--protocol=prepared',
    '--no-vacuum',
    '--log',
    `--log-prefix=${join(logs, 'log')}`,
    `--file=${script}`,
    url,
  ]);
  const log = readdirSync(logs).find((name) => name.startsWith('log')) ?? '';
  // Client, transaction, microseconds …
  const lines = readFileSync(join(logs, log), 'utf8').trim().split('\n');
  rmSync(logs, { recursive: true });
  return median(lines.map((line) => Number(line.split(' ')[2]) / 1_000));
}

/** Without holding up this process. */
function runAside(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complained = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complained += text.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Skipped(`${program} is not in PATH`)));
    child.once('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${program}: ${complained}`)),
    );
  });
}
