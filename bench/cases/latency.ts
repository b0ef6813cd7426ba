import { join } from 'node:path';
import type { Bench } from '../bench';
import type { Figure } from '../case';
import type { BareCommitsPlan } from '../jobs/bare-commits';
import { bareCommits } from '../machinery/postgres';
import { compared, type Measure } from './sides';

/** L1: what a lone caller waits for, beside what the store alone takes. */
export const loneTransfer =
  (isSlow: boolean) =>
  async (bench: Bench): Promise<Figure> => {
    const company = await bench.company('server', { isSlow });
    const lone: Measure = {
      name: 'p50 of a lone transfer',
      unit: 'ms',
      take: async () => (await bench.load(company, { clients: 1 })).p50,
    };
    return compared(bench, lone, bareCommit(bench, isSlow));
  };

function bareCommit(bench: Bench, isSlow: boolean): Measure {
  const { seconds } = bench.options;
  const { url } = bench.database(isSlow);
  const file = join(bench.folder, 'bare-commits.db');
  const takes = {
    sqlite: () => bench.job<BareCommitsPlan, number>('bare-commits', { file, seconds }, isSlow),
    postgres: () => bareCommits(url, seconds, bench.folder),
  };
  return { name: 'p50 of a bare commit of one row', unit: 'ms', take: takes[bench.store] };
}

/** L2: how much longer than usual a caller may have to wait among 64. */
export async function spread(bench: Bench): Promise<Figure> {
  const company = await bench.company('server');
  const p50s: number[] = [];
  const p99s: number[] = [];
  for (let round = 0; round < bench.options.rounds; round++) {
    const { p50, p99 } = await bench.load(company);
    p50s.push(p50);
    p99s.push(p99);
  }
  return {
    over: { name: 'p99 at 64 clients', unit: 'ms', values: p99s },
    under: { name: 'p50 at 64 clients', unit: 'ms', values: p50s },
  };
}
