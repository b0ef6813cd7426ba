/** Where the state is kept. */
export type Database =
  | { readonly kind: 'sqlite'; readonly path: string }
  /** Gone with the process: for tests. */
  | { readonly kind: 'sqlite-memory' }
  | { readonly kind: 'postgres'; readonly url: string };

/** Where events go to be consumed. */
export type Broker =
  | { readonly kind: 'memory' }
  /** The store's own PostgreSQL. */
  | { readonly kind: 'postgres' }
  | { readonly kind: 'redis'; readonly url: string }
  | { readonly kind: 'nats'; readonly url: string };

/** `sqlite:./path`, `sqlite::memory:` or `postgres://…`; undefined for anything else. */
export function databaseOf(text: string): Database | undefined {
  if (text === 'sqlite::memory:') return { kind: 'sqlite-memory' };
  if (hasScheme(text, 'postgres') || hasScheme(text, 'postgresql')) {
    return { kind: 'postgres', url: text };
  }
  const path = /^sqlite:([^\0]+)$/.exec(text)?.[1];
  return path === undefined || path.startsWith(':') ? undefined : { kind: 'sqlite', path };
}

/** The `DATABASE_URL` that names this database. */
export const databaseUrl = (database: Database): string => {
  switch (database.kind) {
    case 'sqlite':
      return `sqlite:${database.path}`;
    case 'sqlite-memory':
      return 'sqlite::memory:';
    case 'postgres':
      return database.url;
  }
};

/** `memory:`, `postgres:`, `redis://…` or `nats://…`; undefined for anything else. */
export function brokerOf(text: string): Broker | undefined {
  if (text === 'memory:') return { kind: 'memory' };
  if (text === 'postgres:') return { kind: 'postgres' };
  if (hasScheme(text, 'redis') || hasScheme(text, 'rediss')) return { kind: 'redis', url: text };
  return hasScheme(text, 'nats') ? { kind: 'nats', url: text } : undefined;
}

const hasScheme = (text: string, scheme: string): boolean =>
  text.startsWith(`${scheme}://`) && text.length > scheme.length + 3 && URL.canParse(text);
