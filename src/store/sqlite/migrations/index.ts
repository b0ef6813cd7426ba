import { type Kysely, type Migration, sql } from 'kysely';
import { first } from './0001-first';
import { fx } from './0002-fx';
import { outbox } from './0003-outbox';
import { balances } from './0004-balances';
import { currencies } from './0005-currencies-additive';
import { discardedLetters } from './0006-discarded-letters-additive';

const migrationOf = (statements: readonly string[]): Migration => ({
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** In the order of their names. One that was ever released is never changed again. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': migrationOf(first),
  '0002-fx': migrationOf(fx),
  '0003-outbox': migrationOf(outbox),
  '0004-balances': migrationOf(balances),
  '0005-currencies-additive': migrationOf(currencies),
  '0006-discarded-letters-additive': migrationOf(discardedLetters),
};
