import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { rebuild, type Rebuilt } from '../audit/rebuild';
import { databaseUrl, type Database } from '../config/urls';
import { Projector } from '../engine/projector';
import { SystemClock } from '../kernel/clock';
import { projections } from '../projections';
import { openStore } from '../store/open-store';
import { StoreInUse } from '../store/store.port';
import { AnsweredNo } from './answered-no';
import { environmentToRead } from './environment-here';
import { explained, print, type Printing } from './print';

const HELP = `
It takes its time, and until it has ended the books are not whole: start no server before. When it is broken off, run
it again. It refuses while a server runs; on PostgreSQL, where it takes the role that owns the tables, also while any
other command looks at the books, as "cambist verify" does.
`;

/** `cambist rebuild` */
export function addRebuild(program: Command): void {
  const command = program
    .command('rebuild')
    .description('drop every projection and make it again from the log, while no server runs')
    .addHelpText('after', HELP);
  explained(command, [
    'cambist rebuild && cambist verify',
    'DATABASE_URL=postgres://cambist_owner:…@host/cambist cambist rebuild',
  ]).action(async (options: Printing) => {
    const { database } = environmentToRead();
    const rebuilt = await rebuiltAlone(database);
    print(options, rebuilt, () => inWords(rebuilt));
  });
}

const inWords = ({ tenants, events }: Rebuilt): string =>
  `Every projection was made again from ${String(events)} event(s) of ${String(tenants)} tenant(s).\n` +
  'See that all holds: cambist verify\n';

async function rebuiltAlone(database: Database): Promise<Rebuilt> {
  // A wrong path would become an empty database.
  if (database.kind === 'sqlite' && !existsSync(resolve(database.path))) {
    throw new AnsweredNo(`There is no database at ${database.path}.`);
  }
  try {
    return await rebuiltIn(databaseUrl(database));
  } catch (fault) {
    if (!(fault instanceof StoreInUse)) throw fault;
    throw new AnsweredNo(
      database.kind === 'postgres'
        ? `${fault.message} Stop every server, and let commands such as "cambist verify" end, before a rebuild.`
        : 'A server runs on this database: stop it before a rebuild.',
    );
  }
}

async function rebuiltIn(url: string): Promise<Rebuilt> {
  const clock = new SystemClock();
  const store = await openStore({ url, now: () => clock.millis() });
  try {
    // A server that starts meanwhile must not take the books for empty, and begin new ones.
    return await store.audit.undisturbed(() =>
      store.peers.alone(() => rebuild(store, new Projector(projections))),
    );
  } finally {
    await store.close();
  }
}
