import type { Bench } from './bench';
import type { StoreName } from './machinery/databases';

export type { StoreName } from './machinery/databases';

/** What a ratio should come to, and what would be better still. */
export interface Goal {
  readonly sense: 'at least' | 'at most';
  readonly goal: number;
  readonly stretch: number | null;
}

export const atLeast = (goal: number, stretch: number | null = null): Goal => ({
  sense: 'at least',
  goal,
  stretch,
});
export const atMost = (goal: number, stretch: number | null = null): Goal => ({
  sense: 'at most',
  goal,
  stretch,
});

/** One side of a ratio: what was measured, round by round. */
export interface Side {
  readonly name: string;
  readonly unit: string;
  readonly values: readonly number[];
}

/** A ratio beside the size at which it was measured. */
export interface Point {
  readonly size: number;
  readonly ratio: number;
}

/** What a case found: the ratio is that of the two medians. */
export interface Figure {
  readonly over: Side;
  readonly under: Side;
  /** Where something was measured as it grew; the ratio is that of the last point. */
  readonly growth?: readonly Point[];
  /** What a reader must know to judge it. */
  readonly note?: string;
}

/** A row of the benchmark. */
export interface Case {
  readonly id: string;
  /** What is divided by what. */
  readonly what: string;
  readonly stores: readonly StoreName[];
  /** Null: it only says where the time goes. */
  readonly goal: Goal | null;
  /** Throws `Skipped` where something that it needs is missing. */
  readonly run: (bench: Bench) => Promise<Figure>;
}
