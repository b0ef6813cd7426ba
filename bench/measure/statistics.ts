/** A run is dropped when what it stands on moved by more than this share while it ran. */
const MOST_MOVED = 0.3;

/** The middle one, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const inOrder = [...values].sort((a, b) => a - b);
  const middle = inOrder.length / 2;
  const low = inOrder[Math.ceil(middle) - 1] ?? NaN;
  const high = inOrder[Math.floor(middle)] ?? NaN;
  return (low + high) / 2;
}

/** The least value that this share (0 to 1) of all values do not exceed; NaN of nothing. */
export function percentile(values: ArrayLike<number>, share: number): number {
  const inOrder = Float64Array.from(values).sort();
  return inOrder[Math.max(0, Math.ceil(share * inOrder.length) - 1)] ?? NaN;
}

/** The ratio of the medians of two sides that were measured in turns. */
export const ratioOf = (over: readonly number[], under: readonly number[]): number =>
  median(over) / median(under);

/** By which share of the smaller one two measurements of the same thing differ. */
export const movedBy = (before: number, after: number): number =>
  Math.abs(after - before) / Math.min(before, after);

export const isSteady = (before: number, after: number): boolean =>
  movedBy(before, after) <= MOST_MOVED;

/** Measures two sides in turns, A B A B …, so that a slow minute slows both. */
export async function inTurns(
  rounds: number,
  over: () => Promise<number>,
  under: () => Promise<number>,
): Promise<{ readonly over: readonly number[]; readonly under: readonly number[] }> {
  const measured = { over: [] as number[], under: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    measured.over.push(await over());
    measured.under.push(await under());
  }
  return measured;
}
