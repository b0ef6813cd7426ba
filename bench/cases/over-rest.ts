import type { Bench } from '../bench';
import type { Figure } from '../case';
import { IN_BULK } from '../load/bodies';
import { knows } from '../machinery/api';
import { Skipped } from '../skipped';
import { compared, rate, type Measure } from './sides';
import { yardstick } from './yardstick';

/** S1, S2: what the engine leaves of what HTTP, validation and the log allow. */
export async function transfersOverNoOp(bench: Bench): Promise<Figure> {
  const company = await bench.company('transfers');
  const idle = await bench.company('no-op', { extra: 'no-op', accounts: 2 });
  return compared(
    bench,
    rate(bench, 'transfers', company),
    // The same bodies: what is in them is only read.
    rate(bench, 'no-op POST', { ...idle, accounts: company.accounts }, { path: '/v1/no-op' }),
  );
}

/** S2-T. */
export async function transfersOverT(bench: Bench): Promise<Figure> {
  const company = await bench.company('transfers');
  return compared(bench, rate(bench, 'transfers', company), await yardstick(bench));
}

/** S5: many flows a commit, and one. */
export const turnsOfMany =
  (isSlow: boolean) =>
  async (bench: Bench): Promise<Figure> => {
    const many = await bench.company('turns-of-many', { isSlow });
    const one = await bench.company('turns-of-one', { isSlow, extra: 'turns-of-one' });
    return compared(
      bench,
      rate(bench, 'transfers', many),
      rate(bench, 'transfers in turns of one flow', one),
    );
  };

/** S6: from the first request until the last withdrawal has ended. */
export async function withdrawalsToTheirEnd(bench: Bench): Promise<Figure> {
  const company = await bench.company('server');
  const withdrawals: Measure = {
    name: 'withdrawals to their end',
    unit: '/s',
    take: async () => {
      const { answered, seconds } = await bench.load(company, { asking: 'withdrawal' });
      const began = performance.now();
      await bench.settled(company);
      return answered / (seconds + (performance.now() - began) / 1_000);
    },
  };
  return compared(bench, withdrawals, rate(bench, 'transfers', company));
}

/** S8: everybody wants the same two rows. */
export async function hotPair(bench: Bench): Promise<Figure> {
  const company = await bench.company('server');
  const hot = { ...company, accounts: company.accounts.slice(0, 2) };
  return compared(
    bench,
    rate(bench, 'transfers of one pair', hot),
    rate(bench, 'transfers of all accounts', company),
  );
}

/** S9: the same clients, shared out over two servers on one database. */
export async function twoInstances(bench: Bench): Promise<Figure> {
  const single = await bench.company('single');
  const database = bench.database();
  const first = await bench.company('first', { database });
  const second = { ...first, server: await bench.serve({ name: 'second', database }) };
  const half = { clients: 32 };
  const both = [rate(bench, 'first', first, half), rate(bench, 'second', second, half)];
  const together: Measure = {
    name: 'transfers on two instances',
    unit: '/s',
    take: async () => {
      const rates = await Promise.all(both.map(({ take }) => take()));
      return rates.reduce((sum, each) => sum + each, 0);
    },
  };
  return compared(bench, together, rate(bench, 'transfers on one instance', single));
}

/** S10: for callers whom HTTP limits. */
export async function bulkOverT(bench: Bench): Promise<Figure> {
  const company = await bench.company('bulk');
  if (!(await knows(company.server.url, 'POST', '/v1/bulk'))) {
    throw new Skipped('this server has no POST /v1/bulk');
  }
  const calls = rate(bench, 'calls', company, { asking: 'bulk', clients: 4 });
  const transfers: Measure = {
    name: `transfers in bulks of ${IN_BULK}`,
    unit: '/s',
    take: async () => (await calls.take()) * IN_BULK,
  };
  return compared(bench, transfers, await yardstick(bench));
}
