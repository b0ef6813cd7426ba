import type { Bench } from '../bench';
import { prepareTpcB, tpcB } from '../machinery/postgres';
import type { Measure } from './sides';

/** T: pgbench's TPC-B, scale 10, 8 clients, prepared. */
export async function yardstick(bench: Bench): Promise<Measure> {
  const { url } = bench.database();
  prepareTpcB(url);
  return { name: 'T (pgbench TPC-B)', unit: '/s', take: () => tpcB(url, bench.options.seconds) };
}
