import type { Bench } from '../bench';
import type { Figure } from '../case';

const FEW = 10_000;
const MANY = 1_000_000;

/** M1: what is kept of a flow that is over. */
export async function memory(bench: Bench): Promise<Figure> {
  const company = await bench.company('server');
  const few = Math.ceil(FEW * bench.options.scale);
  const many = Math.ceil(MANY * bench.options.scale);
  const after = async (requests: number): Promise<number> => {
    await bench.load(company, { requests, seconds: Infinity });
    return company.server.memory() / 1_024;
  };
  const early = await after(few);
  const late = await after(many - few);
  return {
    over: { name: `resident memory after ${many} flows`, unit: 'MiB', values: [late] },
    under: { name: `after ${few}`, unit: 'MiB', values: [early] },
  };
}
