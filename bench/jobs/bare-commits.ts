import { sqliteDriver, transaction } from '../../src/store/sqlite/driver';
import { percentile } from '../measure/statistics';
import { answering } from '../machinery/jobs';

export interface BareCommitsPlan {
  readonly file: string;
  readonly seconds: number;
}

/** The median of a commit of one row on the store's own driver and settings (ms). */
async function bareCommits({ file, seconds }: BareCommitsPlan): Promise<number> {
  const open = await sqliteDriver();
  const connection = open(file);
  connection.exec('create table if not exists bare (id integer primary key, said text)');
  const insert = connection.prepare("insert into bare (said) values ('one row')");
  const took: number[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const began = performance.now();
    transaction(connection, () => insert.run([]));
    took.push(performance.now() - began);
  }
  connection.close();
  return percentile(took, 0.5);
}

answering(bareCommits);
