import type { Command } from 'commander';
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { backUp } from '../store/back-up';
import { AnsweredNo } from './answered-no';
import { environmentToRead } from './environment-here';
import { explained, print, type Printing } from './print';

/** `cambist backup` */
export function addBackup(program: Command): void {
  const backup = program
    .command('backup')
    .description('copy the SQLite database to a new file, also while a server writes to it')
    .argument('<file>', 'that is not there yet');
  explained(backup, [
    'cambist backup /backups/cambist-monday.db',
    'DATABASE_URL=sqlite:/backups/cambist-monday.db cambist verify',
  ]).action(async (file: string, options: Printing) => {
    const { database } = environmentToRead();
    if (database.kind !== 'sqlite') {
      throw new AnsweredNo(
        'Only a database in an SQLite file is copied so: see docs/operations.md.',
      );
    }
    const to = resolve(file);
    if (existsSync(to)) throw new AnsweredNo(`There is something at ${file} already.`);
    await backUp(resolve(database.path), to);
    const { size: bytes } = statSync(to);
    print(options, { file: to, bytes }, () => `${to} (${String(bytes)} bytes)\n`);
  });
}
