import type { Bench, Company } from '../bench';
import type { Figure, Side } from '../case';
import { inTurns } from '../measure/statistics';
import type { LoadPlan } from '../jobs/load';

/** Something that can be measured as often as one likes. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly take: () => Promise<number>;
}

const side = ({ name, unit }: Measure, values: readonly number[]): Side => ({ name, unit, values });

/** Two measures, in turns. */
export async function compared(
  bench: Bench,
  over: Measure,
  under: Measure,
  more: Pick<Figure, 'note'> = {},
): Promise<Figure> {
  const taken = await inTurns(bench.options.rounds, over.take, under.take);
  return { over: side(over, taken.over), under: side(under, taken.under), ...more };
}

/** Requests of a company that are answered in a second. */
export const rate = (
  bench: Bench,
  name: string,
  company: Company,
  plan: Partial<LoadPlan> = {},
): Measure => ({
  name,
  unit: '/s',
  take: async () => {
    const { answered, seconds } = await bench.load(company, plan);
    return answered / seconds;
  },
});
