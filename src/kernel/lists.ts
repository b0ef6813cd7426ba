/** The one item of a list that has exactly one; another length is a fault of the caller. */
export function only<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined || list.length !== 1) {
    throw new Error(`Expected one item, got ${String(list.length)}.`);
  }
  return item;
}

/** The two items of a list that has exactly two. */
export function both<T>(list: readonly T[]): readonly [T, T] {
  const [first, second] = list;
  if (first === undefined || second === undefined || list.length !== 2) {
    throw new Error(`Expected two items, got ${String(list.length)}.`);
  }
  return [first, second];
}
