const paths = new WeakMap<object, string>();

/**
 * Stands for a value that is not there, and knows only where it would come from: `{requested}`,
 * `{conversion.amount}`. Given to code that does not branch, it shows what that code makes of any
 * value at all.
 */
export function placeholder(path: string): object {
  const stand: object = new Proxy(Object.create(null) as object, {
    get: (_target, key) => {
      if (key === Symbol.toPrimitive) return () => `{${path}}`;
      return typeof key === 'symbol'
        ? undefined
        : placeholder(path === '' ? key : `${path}.${key}`);
    },
  });
  paths.set(stand, path);
  return stand;
}

/** The same value as plain JSON, with every placeholder in it as `{its.path}`. */
export function readable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(readable);
  if (typeof value !== 'object' || value === null) return value;
  const path = paths.get(value);
  if (path !== undefined) return `{${path}}`;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, readable(part)]));
}
