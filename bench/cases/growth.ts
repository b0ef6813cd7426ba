import type { Bench, Company } from '../bench';
import type { Figure, Point } from '../case';
import type { FillPlan } from '../jobs/fill';
import type { Database, StoreName } from '../machinery/databases';
import { ratioOf } from '../measure/statistics';
import { compared, rate } from './sides';

/** Events in the log at which it is measured; one in ten of them opens an account. */
const SIZES: Readonly<Record<StoreName, readonly number[]>> = {
  sqlite: [100_000, 1_000_000, 4_000_000],
  postgres: [100_000, 1_000_000, 10_000_000],
};
const EVENTS_AN_ACCOUNT = 10;
const AT_START = 1_000_000;

/** S7: beside an empty database, again and again as the other one grows. */
export async function growth(bench: Bench): Promise<Figure> {
  const empty = await bench.company('empty');
  const grown = await emptyDatabase(bench);
  const points: Point[] = [];
  let accounts: readonly string[] = [];
  let filled = 0;
  let figure: Figure | undefined;
  for (const size of SIZES[bench.store].map((full) => Math.ceil(full * bench.options.scale))) {
    accounts = [...accounts, ...(await fill(bench, grown, size - filled))];
    filled = size;
    const server = await bench.serve({ name: `grown-${size}`, database: grown });
    const company: Company = { server, accounts };
    figure = await compared(
      bench,
      rate(bench, `transfers at ${size} events`, company),
      rate(bench, 'transfers on an empty database', empty),
    );
    points.push({ size, ratio: ratioOf(figure.over.values, figure.under.values) });
    await bench.checkBooks();
    await bench.stop(server);
  }
  if (figure === undefined) throw new Error('There is no size to measure at.');
  return { ...figure, growth: points };
}

/** B1: from the command to ready. */
export async function startToReady(bench: Bench): Promise<Figure> {
  const size = Math.ceil(AT_START * bench.options.scale);
  const empty = await emptyDatabase(bench);
  const grown = await emptyDatabase(bench);
  await fill(bench, grown, size);
  const start = (name: string, database: Database) => ({
    name,
    unit: 'ms',
    take: async () => {
      const server = await bench.serve({ name: 'start', database });
      await bench.stop(server);
      return server.startedIn;
    },
  });
  return compared(
    bench,
    start(`start at ${size} events`, grown),
    start('start of an empty database', empty),
  );
}

/** With its schema and its first tenant. */
async function emptyDatabase(bench: Bench): Promise<Database> {
  const database = bench.database();
  await bench.stop(await bench.serve({ name: 'first-start', database }));
  return database;
}

const fill = (bench: Bench, { url }: Database, events: number): Promise<readonly string[]> =>
  bench.job<FillPlan, readonly string[]>('fill', {
    databaseUrl: url,
    accounts: Math.ceil(events / EVENTS_AN_ACCOUNT),
    events,
  });
