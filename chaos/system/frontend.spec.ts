import { FrontendReader } from './frontend';

const text = (...parts: string[]): Buffer => Buffer.from(parts.map((part) => `${part}\0`).join(''));

function message(type: string, body: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
}

/** The first message of a connection: a length, a number, and what goes with it. */
function first(number: number, body: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.writeUInt32BE(number, 4);
  return Buffer.concat([head, body]);
}

const hello = first(196_608, text('user', 'postgres', ''));
const query = (sql: string): Buffer => message('Q', text(sql));
const parse = (name: string, sql: string): Buffer => message('P', text(name, sql));
const bind = (portal: string, statement: string): Buffer => message('B', text(portal, statement));
const execute = (portal: string): Buffer =>
  message('E', Buffer.concat([text(portal), Buffer.alloc(4)]));

let reader: FrontendReader;
beforeEach(() => {
  reader = new FrontendReader();
  reader.read(hello);
});

it.each(['COMMIT', 'commit;', '  Commit work', 'insert into t values (1); commit'])(
  'sees the simple query %s',
  (sql) => {
    const sent = query(sql);
    expect(reader.read(sent)).toEqual({ upTo: sent.length });
  },
);

it.each(['begin', 'select committed from t', 'rollback', "select 'commit'"])(
  'sees no commit in %s',
  (sql) => {
    expect(reader.read(query(sql))).toBeUndefined();
  },
);

it('sees a prepared statement when it is executed, and not before', () => {
  expect(reader.read(parse('s1', 'commit'))).toBeUndefined();
  expect(reader.read(bind('', 's1'))).toBeUndefined();
  expect(reader.read(execute(''))).toBeDefined();
});

it('forgets a name that was given to another statement', () => {
  reader.read(Buffer.concat([parse('', 'commit'), parse('', 'select 1'), bind('', '')]));
  expect(reader.read(execute(''))).toBeUndefined();
});

it('tells where the commit ends, though more came with it', () => {
  const commit = query('commit');
  expect(reader.read(Buffer.concat([commit, query('select 1')]))).toEqual({ upTo: commit.length });
});

it('reads messages that arrive byte by byte', () => {
  const sent = query('commit');
  const seen = [...sent].map((byte) => reader.read(Buffer.from([byte])));
  expect(seen.slice(0, -1).every((each) => each === undefined)).toBe(true);
  expect(seen.at(-1)).toEqual({ upTo: 1 });
});

it('waits for the greeting that follows a question for encryption', () => {
  const fresh = new FrontendReader();
  expect(fresh.read(first(80_877_103))).toBeUndefined();
  expect(fresh.read(hello)).toBeUndefined();
  expect(fresh.read(query('commit'))).toBeDefined();
});
