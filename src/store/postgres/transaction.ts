import type { Tables } from '../sql/tables';
import type { NewRow } from '../sql/to-rows';
import type { Bulk } from './bulk';
import type { Connection } from './connection';

/** The statements of one transaction, on a connection that is its own until it ends. */
export class Transaction {
  private readonly sent: Promise<void>[] = [];
  private failed: unknown;

  constructor(private readonly connection: Pick<Connection, 'all' | 'change'>) {}

  /** A statement without parameters. */
  async run(sql: string): Promise<void> {
    await this.connection.all(sql, []);
  }

  /** What a statement gives back that is asked over these rows; over none it is not asked. */
  async rows<T extends keyof Tables, C extends keyof Tables[T] & string, R>(
    { sql, valuesOf }: Bulk<T, C, R>,
    over: readonly Pick<NewRow<T>, C>[],
  ): Promise<readonly R[]> {
    return over.length === 0 ? [] : this.connection.all<R>(sql, valuesOf(over));
  }

  /** Sends a change on its way: whether it went well is known when the transaction ends. */
  write<T extends keyof Tables, C extends keyof Tables[T] & string>(
    { sql, valuesOf, writesAll }: Bulk<T, C>,
    rows: readonly Pick<NewRow<T>, C>[],
  ): void {
    if (rows.length === 0) return;
    const done = this.connection.change(sql, valuesOf(rows)).then((changed) => {
      if (writesAll && changed !== rows.length) {
        throw new Error(`Of ${String(rows.length)} rows ${String(changed)} were written.`);
      }
    });
    done.catch((fault: unknown) => (this.failed ??= fault));
    this.sent.push(done);
  }

  /** What went wrong first: from then on every statement is refused, in words that say nothing. */
  async firstFault(later: unknown): Promise<unknown> {
    await Promise.allSettled(this.sent);
    return this.failed ?? later;
  }

  /** Resolves when every change is known to be carried out; rejects with the first that went wrong. */
  async written(): Promise<void> {
    await Promise.all(this.sent);
  }
}
