import { setTimeout } from 'node:timers/promises';
import { OutcomeUnknown, StoreBusy } from '../store.port';
import type { Connection, ConnectionOptions, Scope } from './connection';
import { isLost, isOutdated, QueryFault } from './faults';
import { openForTurns } from './schema';
import { Transaction } from './transaction';

/** What a turn may wait for (ms), and how long it may stand still before its locks are let go. */
const LIMITS = {
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 10_000,
  query_timeout: 20_000,
};

/**
 * After a lost commit the outcome is asked for so long (ms), so often: longer than a transaction
 * stands still of which the server has not noticed that we are gone.
 */
const ASK_FOR = LIMITS.idle_in_transaction_session_timeout + 2_000;
const ASK_EVERY = 100;

type Outcome = 'committed' | 'aborted' | 'in progress' | null;
type Open = Awaited<ReturnType<typeof Connection.open>>;

/** The one connection on which transactions are written, one after another. */
export class Writer {
  private connection: Open | undefined;
  private isClosed = false;

  constructor(private readonly options: ConnectionOptions) {}

  /** Makes the connection, if there is none. */
  async connect(): Promise<Open> {
    if (this.isClosed) throw new Error('The store is closed.');
    try {
      this.connection ??= await openForTurns({ ...this.options, limits: LIMITS });
    } catch (fault) {
      throw new StoreBusy({ cause: fault }, 'The database cannot be reached.');
    }
    return this.connection;
  }

  /**
   * All of `work` or nothing, over the rows of these tenants. The commit goes out when every write
   * is known to be carried out: one that got lost on this side of the line is nothing that the
   * database could know of, and it would commit the others. When the answer to the commit is lost,
   * the database is asked what became of it before anybody is told. Nothing is written when `work`
   * throws.
   */
  async transaction<T>(scope: Scope, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    const begun = laterHeard(begin(connection, scope));
    let result: T;
    let id: string;
    const transaction = new Transaction(connection);
    try {
      result = await work(transaction);
      id = await begun;
      await transaction.written();
    } catch (thrown) {
      const fault = await transaction.firstFault(thrown);
      await this.rollback(connection, begun, fault);
      throw fault;
    }
    await this.commit(connection, id);
    return result;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await this.letGo();
  }

  private async commit(connection: Connection, id: string): Promise<void> {
    try {
      const tag = await connection.script('commit');
      // A transaction that failed is ended by a commit too, but not by being committed.
      if (tag !== 'COMMIT') throw new Error('The transaction was not committed.');
    } catch (fault) {
      if (!isLost(fault)) throw fault;
      await this.letGo();
      await this.settle(id, fault);
    }
  }

  /** Resolves when the transaction turns out to be committed. */
  private async settle(id: string, fault: unknown): Promise<void> {
    const until = performance.now() + ASK_FOR;
    while (performance.now() < until) {
      const outcome = await this.outcomeOf(id);
      if (outcome === 'committed') return;
      if (outcome === 'aborted') throw fault;
      await setTimeout(ASK_EVERY);
    }
    throw new OutcomeUnknown({ cause: fault });
  }

  private async outcomeOf(id: string): Promise<Outcome> {
    try {
      const connection = await this.connect();
      const [row] = await connection.all<{ readonly outcome: Outcome }>(
        'select pg_xact_status(?::xid8) as outcome',
        [id],
      );
      return row?.outcome ?? null;
    } catch (fault) {
      if (this.isClosed) throw fault;
      await this.letGo();
      return null;
    }
  }

  private async rollback(
    connection: Connection,
    begun: Promise<string>,
    fault: unknown,
  ): Promise<void> {
    await begun.catch(() => undefined);
    if (isLost(fault) || isOutdated(fault)) return this.letGo();
    try {
      await connection.script('rollback');
    } catch {
      await this.letGo();
    }
  }

  private async letGo(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    // One that is broken need not say goodbye.
    await connection?.close().catch(() => undefined);
  }
}

/**
 * The same, waited for further on. Statements on one connection fail each at its own time: a fault
 * that comes while another statement is still waited for must not end the process.
 */
function laterHeard<T>(sent: Promise<T>): Promise<T> {
  sent.catch(() => undefined);
  return sent;
}

/** Answers the transaction's id, by which its outcome can be asked for later. */
const begin = async (connection: Connection, scope: Scope): Promise<string> => {
  // Before the transaction, since a rollback would take it back.
  connection.see(scope);
  connection.script('begin isolation level read committed').catch(() => undefined);
  const [row] = await connection.all<{ readonly id: string }>(
    'select pg_current_xact_id()::text as id',
    [],
  );
  if (row === undefined) throw new QueryFault(new Error('The transaction has no id.'));
  return row.id;
};
