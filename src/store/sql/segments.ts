import type { Rows } from './reader';
import type { ShapeRow } from './tables';

/** Segments `s` with their types; the conditions come behind it. */
export const SEGMENTS = `select s.*, (select types from shapes where number = s.shape) as types
  from segments s`;

/** The numbers of the shapes in which one of these types occurs. */
export const shapesWith = async (
  from: Rows,
  types: readonly string[],
): Promise<readonly bigint[]> => {
  const wanted = new Set(types);
  const shapes = await from.all<ShapeRow>('select * from shapes', []);
  return shapes
    .filter((shape) => shape.types.split(' ').some((type) => wanted.has(type)))
    .map(({ number }) => number);
};
