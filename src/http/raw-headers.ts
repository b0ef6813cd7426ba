/**
 * The values that a header was sent with. `rawHeaders` are names and values in turn, as they
 * arrived: of a repeated header Node keeps the first value, or joins all to one that looks like
 * any other.
 */
export const valuesOf = (rawHeaders: readonly string[], name: string): readonly string[] =>
  rawHeaders.filter(
    (_text, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
