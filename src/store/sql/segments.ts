import type { Rows } from './reader';
import type { ShapeRow } from './tables';

/** Segments `s` with their types; the conditions come behind it. */
export const SEGMENTS = `select s.*, (select types from shapes where number = s.shape) as types
  from segments s`;

/** The shapes as of one moment, and how far the tenant's log went then. */
const SHAPES = `select s.*, (select position from heads where tenant = ?) as head from shapes s`;

export interface KnownShapes {
  /** The numbers of those in which a wanted type occurs. */
  readonly numbers: readonly bigint[];
  /** Up to here every segment is of a known shape; behind it one may be of a shape that is newer. */
  readonly upTo: number;
}

/**
 * The shapes in which one of these types occurs. A segment behind `upTo` must not be read by them:
 * who reads on from there would pass over the first segment of a new shape that was before it.
 */
export const shapesWith = async (
  from: Rows,
  tenant: Uint8Array,
  types: readonly string[],
): Promise<KnownShapes> => {
  const wanted = new Set(types);
  const shapes = await from.all<ShapeRow & { readonly head: bigint | null }>(SHAPES, [tenant]);
  return {
    numbers: shapes
      .filter((shape) => shape.types.split(' ').some((type) => wanted.has(type)))
      .map(({ number }) => number),
    upTo: Number(shapes[0]?.head ?? 0n),
  };
};
