import type { INestApplicationContext } from '@nestjs/common';
import { Engine } from '../engine/engine';
import { touching, type Touched } from '../engine/order';
import { Ids, type TenantId } from '../kernel/ids';
import type { MessageClass } from '../kernel/message';
import type { ServerNote } from '../server/server-file';
import { ReadStore, type PageAsked, type PageOf } from '../store/store.port';
import { AnsweredNo } from './answered-no';
import { environmentHere, environmentToRead } from './environment-here';
import { withEngine } from './offline';
import { findServer } from './running-server';

/** The store as a command sees it: that of the oldest tenant, as the running server's note has it. */
export interface Books {
  readonly engine: INestApplicationContext;
  readonly reads: ReadStore;
  readonly tenantId: TenantId;
}

/** Looks, and changes nothing; also beside a running server. */
export const reading = <T>(use: (books: Books) => Promise<T>): Promise<T> =>
  withEngine({ environment: environmentToRead(), readOnly: true }, async (engine) =>
    use(await booksOf(engine)),
  );

/** Where a command carries a change by itself. */
interface Place {
  /** No server runs on these books; on PostgreSQL nobody here can know. */
  readonly isAlone: boolean;
}

/** Where a change is made: by the server that runs on this database, or here, when none does. */
interface Ways<T> {
  readonly online: (server: ServerNote) => Promise<T>;
  readonly offline: (engine: INestApplicationContext, at: Place) => Promise<T>;
}

export async function changing<T>({ online, offline }: Ways<T>): Promise<T> {
  const environment = environmentHere();
  const server = await findServer(environment.database);
  return server === undefined
    ? withEngine({ environment, readOnly: false }, (engine) =>
        offline(engine, { isAlone: environment.database.kind !== 'postgres' }),
      )
    : online(server);
}

export async function booksOf(engine: INestApplicationContext): Promise<Books> {
  const reads = engine.get(ReadStore);
  const oldest = (await reads.tenants()).at(-1);
  if (oldest === undefined) {
    throw new AnsweredNo(
      'The database is empty: start the server once, or make a key with "cambist keys create".',
    );
  }
  return { engine, reads, tenantId: oldest.id };
}

interface TenantChange<Data> {
  readonly command: MessageClass<Data>;
  readonly data: NoInfer<Data>;
  readonly touches?: Partial<Touched>;
}

/** Carries a command of the tenant as a request would; answers what a request is answered. */
export async function carriedHere<T, Data = unknown>(
  { engine, tenantId }: Pick<Books, 'engine' | 'tenantId'>,
  { command, data, touches = {} }: TenantChange<Data>,
): Promise<T> {
  const settled = await engine.get(Engine).carry({
    tenantId,
    stream: { kind: 'tenant', id: tenantId },
    command: { type: command.type, data },
    causationId: engine.get(Ids).next('req'),
    touches: touching(touches),
    origin: { kind: 'request', idempotency: null, dryRun: false },
  });
  if (settled.kind === 'known') throw new Error('A command was settled without a reply.');
  const { status, body } = settled.reply;
  const answer = (body === '' ? undefined : JSON.parse(body)) as T & { readonly detail?: string };
  if (status >= 400) throw new AnsweredNo(answer.detail ?? `It was refused (${String(status)}).`);
  return answer;
}

/** The first items of a long list that are to be kept, page by page. */
export async function firstOf<T>(
  limit: number,
  page: (asked: PageAsked) => Promise<PageOf<T>>,
  keep: (item: T) => boolean = () => true,
): Promise<readonly T[]> {
  const kept: T[] = [];
  let after: string | null = null;
  do {
    const { items, next }: PageOf<T> = await page({ limit: 100, after });
    kept.push(...items.filter(keep));
    after = next;
  } while (after !== null && kept.length < limit);
  return kept.slice(0, limit);
}
