import { Bench } from './bench';
import type { Case, Figure, Goal, StoreName } from './case';
import type { Options } from './options';
import { isSteady, movedBy, ratioOf } from './measure/statistics';
import type { Probe, Reading } from './probe';
import { Skipped } from './skipped';

/** What became of a case on a store. */
export interface Outcome {
  readonly row: Case;
  readonly store: StoreName;
  readonly result:
    | { readonly kind: 'measured'; readonly figure: Figure; readonly ratio: number }
    | { readonly kind: 'dropped' | 'skipped' | 'failed'; readonly why: string };
}

/** A machine that others use too is rarely steady at the first try. */
const ATTEMPTS = 2;

/** Runs a case, once more when what it stands on moved meanwhile. */
export async function outcomeOf(
  row: Case,
  store: StoreName,
  options: Options,
  probe: Probe,
): Promise<Outcome> {
  let result: Outcome['result'] = { kind: 'skipped', why: 'it was not run' };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    result = await attempted(row, store, options, probe);
    if (result.kind !== 'dropped') break;
  }
  return { row, store, result };
}

async function attempted(
  row: Case,
  store: StoreName,
  options: Options,
  probe: Probe,
): Promise<Outcome['result']> {
  const bench = new Bench(options, store, row.id);
  try {
    const before = await probe.take(store);
    const figure = await row.run(bench);
    await bench.checkBooks();
    const after = await probe.take(store);
    const ratio = ratioOf(figure.over.values, figure.under.values);
    const moved = movements(before, after);
    return moved.length > 0 && !options.profile
      ? { kind: 'dropped', why: `${moved.join(', ')}; it would have been ${ratio.toFixed(2)}` }
      : { kind: 'measured', figure, ratio };
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : String(fault);
    return { kind: fault instanceof Skipped ? 'skipped' : 'failed', why };
  } finally {
    await bench.close();
  }
}

/** What moved too far for a figure to stand on, in words. */
const movements = (before: readonly Reading[], after: readonly Reading[]): readonly string[] =>
  before
    .map(({ name, value }, index) => ({ name, value, now: after[index]?.value ?? NaN }))
    .filter(({ value, now }) => !isSteady(value, now))
    .map(({ name, value, now }) => `${name} moved by ${Math.round(movedBy(value, now) * 100)} %`);

/** How far a ratio is on its way to the goal: 1 is there, more is better, whatever its sense. */
export const shareOf = (target: number, sense: Goal['sense'], ratio: number): number =>
  sense === 'at least' ? ratio / target : target / ratio;

export type Verdict = 'stretch' | 'reached' | 'not reached' | 'no goal';

export function verdictOn(goal: Goal | null, ratio: number): Verdict {
  if (goal === null) return 'no goal';
  const reaches = (target: number | null) =>
    target !== null && shareOf(target, goal.sense, ratio) >= 1;
  if (reaches(goal.stretch)) return 'stretch';
  return reaches(goal.goal) ? 'reached' : 'not reached';
}
