/** So many keys the caller's own notes on a thing may have. */
export const MOST_METADATA = 50;
