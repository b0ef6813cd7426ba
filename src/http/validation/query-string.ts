/**
 * Reads a query string. A parameter that is given twice comes out as a list, which no schema
 * takes: two values where one is due are refused and not chosen from. The object has no prototype,
 * so that `__proto__` is a name like any other. Bad escapes become U+FFFD and never throw.
 */
export function parseQueryString(text: string): Record<string, string | string[]> {
  const query = Object.create(null) as Record<string, string | string[]>;
  for (const [name, value] of new URLSearchParams(text)) {
    const earlier = query[name];
    if (earlier === undefined) query[name] = value;
    else if (typeof earlier === 'string') query[name] = [earlier, value];
    // Never copied: a query of thousands of repetitions would cost the square of them.
    else earlier.push(value);
  }
  return query;
}
