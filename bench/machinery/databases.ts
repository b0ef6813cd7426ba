import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Skipped } from '../skipped';
import { leftover } from './leftovers';
import { psql } from './postgres';

export type StoreName = 'sqlite' | 'postgres';

/** An empty database that nobody else uses. */
export interface Database {
  /** What `DATABASE_URL` is set to. */
  readonly url: string;
  drop(): void;
}

export interface DatabaseOptions {
  /** Where a file goes. */
  readonly folder: string;
  /** On a disk whose fsync takes a millisecond more. */
  readonly isSlow?: boolean;
}

const POSTGRES_URL = process.env['BENCH_POSTGRES_URL'] ?? process.env['TEST_POSTGRES_URL'];
/** A server that was started under `fsync-delay.so`: see bench/README.md. */
const SLOW_POSTGRES_URL = process.env['BENCH_SLOW_POSTGRES_URL'];

/** The server on which databases are made; its own database is not touched. */
export function postgresUrl({ isSlow = false }: { readonly isSlow?: boolean } = {}): string {
  const url = isSlow ? SLOW_POSTGRES_URL : POSTGRES_URL;
  const name = isSlow ? 'BENCH_SLOW_POSTGRES_URL' : 'BENCH_POSTGRES_URL';
  if (url === undefined) throw new Skipped(`${name} is not set`);
  return url;
}

const makers: Readonly<Record<StoreName, (options: DatabaseOptions) => Database>> = {
  // The file stays until the folder goes.
  sqlite: ({ folder }) => ({
    url: `sqlite:${join(folder, `${randomName()}.db`)}`,
    drop: () => undefined,
  }),
  postgres: (options) => postgresDatabase(postgresUrl(options)),
};

export const freshDatabase = (store: StoreName, options: DatabaseOptions): Database =>
  makers[store](options);

export function postgresDatabase(server: string): Database {
  const name = randomName();
  psql(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: leftover(() => psql(server, `drop database ${name} with (force)`)),
  };
}

const randomName = (): string => `cambist_bench_${randomBytes(6).toString('hex')}`;
