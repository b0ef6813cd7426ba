import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench';
import type { Figure } from '../case';
import { Skipped } from '../skipped';
import { compared, rate, type Measure } from './sides';

const PEERS = join(__dirname, '..', 'peers');

/** What it takes to judge these ratios; more of it in bench/peers/README.md. */
const FUSED =
  'a peer commits every step, where Cambist commits the steps up to the next meeting with the ' +
  'outside world together, and many flows at once (S5 has it with a commit for each flow). ' +
  "The peer's steps do nothing; a transfer also locks two accounts and posts an entry.";

/** S3, S4: what a user would pick instead, its own chain of five steps, 32 in flight. */
export const transfersOverPeer =
  (peer: string) =>
  async (bench: Bench): Promise<Figure> => {
    if (!existsSync(join(PEERS, 'node_modules'))) {
      throw new Skipped('run "npm ci" in bench/peers first');
    }
    const company = await bench.company('transfers');
    const { url } = bench.database();
    const chains: Measure = {
      name: `chains of five by ${peer}`,
      unit: '/s',
      take: () => runPeer(peer, url, bench.options.seconds),
    };
    return compared(bench, rate(bench, 'transfers', company), chains, { note: FUSED });
  };

/** Its last line is what it found: `{ "perSecond": … }`, or `{ "skipped": "…" }`. */
async function runPeer(peer: string, postgresUrl: string, seconds: number): Promise<number> {
  const child = spawn(process.execPath, [join(PEERS, `${peer}.mjs`)], {
    cwd: PEERS,
    env: { PATH: process.env['PATH'], POSTGRES_URL: postgresUrl, SECONDS: String(seconds) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complained = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (complained += text.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${peer}: ${complained}`);
  const { perSecond, skipped } = JSON.parse(said.trim().split('\n').at(-1) ?? '{}') as {
    readonly perSecond?: number;
    readonly skipped?: string;
  };
  if (perSecond === undefined) throw new Skipped(skipped ?? `${peer} found nothing`);
  return perSecond;
}
