/** What SQLite says of a fault. Not every driver's errors are made of the `Error` that we know. */
export const wordsOf = (fault: unknown): string => {
  const { message } = Object(fault) as { readonly message?: unknown };
  return typeof message === 'string' ? message : '';
};

/** SQLite's words, the same by every driver: full, I/O error, malformed, read-only, cannot be opened. */
export const isOfDisk = (fault: unknown): boolean =>
  /\bdisk\b|readonly|unable to open/.test(wordsOf(fault));

/** Nothing was written. */
export const isFull = (fault: unknown): boolean => wordsOf(fault).includes('disk is full');

/** Said of a commit, it leaves open whether the next start finds it done. */
export const isInputOutput = (fault: unknown): boolean => wordsOf(fault).includes('disk I/O error');

/** Another turn has appended to the stream since this one was loaded: nothing was written. */
export const isOvertaken = (fault: unknown): boolean =>
  wordsOf(fault).includes('segments.tenant, segments.stream, segments.sequence');
