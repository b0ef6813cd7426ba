import { InvalidArgumentError, type Command } from 'commander';
import { databaseUrl } from '../config/urls';
import { SystemClock } from '../kernel/clock';
import { bringUp } from '../store/bring-up';
import { AnsweredNo } from './answered-no';
import { environmentToRead } from './environment-here';
import { explained, print, type Printing } from './print';

interface MigrateOptions extends Printing {
  readonly serverRole?: string;
}

/** A name that needs no quotes, so that it can be written into a statement as it is. */
const roleOf = (text: string): string => {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a name of lower-case letters, digits and "_".');
};

/** `cambist migrate` */
export function addMigrate(program: Command): void {
  const migrate = program
    .command('migrate')
    .description('bring the schema up to this version, without serving')
    .option(
      '--server-role <role>',
      'PostgreSQL: give this role the rights that a server needs, and no other ones',
      roleOf,
    );
  explained(migrate, [
    'cambist migrate',
    'DATABASE_URL=postgres://cambist_owner:…@host/cambist cambist migrate --server-role cambist_app',
  ]).action(async ({ json, serverRole }: MigrateOptions) => {
    const { database } = environmentToRead();
    if (database.kind !== 'postgres' && serverRole !== undefined) {
      throw new AnsweredNo('Only PostgreSQL has roles.');
    }
    const clock = new SystemClock();
    await bringUp({ url: databaseUrl(database), now: () => clock.millis(), serverRole });
    const done = { migrated: true, serverRole: serverRole ?? null };
    print(json === undefined ? {} : { json }, done, () => 'The schema is that of this version.\n');
  });
}
