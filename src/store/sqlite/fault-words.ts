/** What SQLite says of a fault. Not every driver's errors are made of the `Error` that we know. */
export const wordsOf = (fault: unknown): string => {
  const { message } = Object(fault) as { readonly message?: unknown };
  return typeof message === 'string' ? message : '';
};
