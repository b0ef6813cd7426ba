import { setTimeout as sleep } from 'node:timers/promises';
import { Connection, EVERYBODY } from './connection';
import { QueryFault } from './faults';
import { Writer } from './writer';

const slow = () => new QueryFault(new Error('Query read timeout'));

/** What is asked when it is opened: there it still answers. */
const isOpening = (sql: string): boolean => /pg_advisory_lock_shared|to_regclass/.test(sql);

/** Everything that is asked of it once it is open fails, each at its own time (ms). */
function failing(at: (sql: string) => number): Writer {
  const asked = async (sql: string): Promise<readonly never[]> => {
    if (isOpening(sql)) return [];
    await sleep(at(sql));
    throw slow();
  };
  const connection = Object.assign(Object.create(Connection.prototype) as Connection, {
    see: () => undefined,
    all: asked,
    change: asked,
    script: asked,
    close: async () => undefined,
  });
  jest.spyOn(Connection, 'open').mockResolvedValue(connection);
  return new Writer({ url: 'postgres://nobody' });
}

afterEach(() => {
  jest.restoreAllMocks();
});

const isBegin = (sql: string): boolean => /begin|pg_current_xact_id/.test(sql);

it.each([
  ['the beginning is told first', (sql: string) => (isBegin(sql) ? 5 : 30)],
  ['a statement is told first', (sql: string) => (isBegin(sql) ? 30 : 5)],
])('fails the turn and not the process when everything fails and %s', async (_when, at) => {
  const writer = failing(at);
  const reads = writer.transaction(EVERYBODY, (transaction) => transaction.run('select 1'));
  await expect(reads).rejects.toThrow('Query read timeout');
  const writes = writer.transaction(EVERYBODY, async (transaction) => {
    transaction.write({ sql: 'insert', valuesOf: () => [] }, [{}]);
  });
  await expect(writes).rejects.toThrow('Query read timeout');
  // A rejection that nobody hears fails the test, as it ends a server.
  await sleep(40);
});

describe('one of several writes', () => {
  const scripts: string[] = [];

  function writerWhere(change: () => Promise<number>): Writer {
    scripts.length = 0;
    const connection = Object.assign(Object.create(Connection.prototype) as Connection, {
      see: () => undefined,
      all: async (sql: string) => (isOpening(sql) ? [] : [{ id: '7', outcome: 'committed' }]),
      change,
      script: async (sql: string) => {
        scripts.push(sql);
        return sql.toUpperCase();
      },
      close: async () => undefined,
    });
    jest.spyOn(Connection, 'open').mockResolvedValue(connection);
    return new Writer({ url: 'postgres://nobody' });
  }

  const written = (change: () => Promise<number>): Promise<void> =>
    writerWhere(change).transaction(EVERYBODY, async (transaction) => {
      const insert = { sql: 'insert', valuesOf: () => [], writesAll: true } as const;
      transaction.write(insert, [{}]);
      transaction.write(insert, [{}]);
    });

  it('that is lost on this side commits none of them', async () => {
    let changes = 0;
    const lost = async (): Promise<number> => {
      if (++changes === 1) throw new QueryFault(new Error('It was never sent.'));
      return 1;
    };
    await expect(written(lost)).rejects.toThrow('It was never sent.');
    expect(scripts).not.toContain('commit');
  });

  it('that writes fewer rows than it was given commits none of them', async () => {
    await expect(written(async () => 0)).rejects.toThrow('Of 1 rows 0 were written.');
    expect(scripts).toContain('rollback');
    expect(scripts).not.toContain('commit');
  });

  it('holds up the commit until it is known to be done', async () => {
    let done: (rows: number) => void = () => undefined;
    const first = new Promise<number>((resolve) => (done = resolve));
    const turn = written(() => first);
    await sleep(5);
    expect(scripts).not.toContain('commit');
    done(1);
    await turn;
    expect(scripts).toContain('commit');
  });
});

it('asks for the outcome of a lost commit until the server itself has ended the transaction', async () => {
  const steady = jest.spyOn(performance, 'now').mockReturnValue(0);
  let now = 0;
  const connection = Object.assign(Object.create(Connection.prototype) as Connection, {
    see: () => undefined,
    all: async (sql: string) => {
      if (isOpening(sql)) return [];
      if (!sql.includes('pg_xact_status')) return [{ id: '7' }];
      const outcome = now > 10_000 ? 'aborted' : 'in progress';
      steady.mockReturnValue((now += 5_250));
      return [{ outcome }];
    },
    script: async (sql: string) => {
      if (sql === 'commit') throw new QueryFault(new Error('The connection was lost.'));
      return sql.toUpperCase();
    },
    close: async () => undefined,
  });
  jest.spyOn(Connection, 'open').mockResolvedValue(connection);
  const writer = new Writer({ url: 'postgres://nobody' });
  const turn = writer.transaction(EVERYBODY, async () => undefined);
  await expect(turn).rejects.toThrow('The connection was lost.');
});
