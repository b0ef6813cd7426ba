import { ConfigurationError, readEnvironment } from './environment';

const key = Buffer.alloc(32, 7).toString('base64');

/** The one line with which the process stops. */
function lineFor(env: Record<string, string>): string {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'accepted';
}

it('has a default for everything in development', () => {
  expect(readEnvironment({})).toEqual({
    mode: 'development',
    port: 3000,
    host: '127.0.0.1',
    database: { kind: 'sqlite', path: './data/cambist.db' },
    broker: { kind: 'memory' },
    masterKey: undefined,
    ratesUrl: undefined,
    ratesMaxAge: 604800,
    paymentDeadline: 604800,
    bootstrapApiKey: undefined,
    rateLimit: undefined,
    simulatorUrl: undefined,
    logLevel: 'info',
  });
});

it('takes an empty variable for one that is not set', () => {
  expect(readEnvironment({ PORT: '', RATES_URL: '' })).toMatchObject({ port: 3000 });
});

it.each([
  ['sqlite:./a/b.db', { kind: 'sqlite', path: './a/b.db' }],
  ['sqlite:/var/lib/cambist.db', { kind: 'sqlite', path: '/var/lib/cambist.db' }],
  ['sqlite::memory:', { kind: 'sqlite-memory' }],
  ['postgres://u:p@h:5432/d', { kind: 'postgres', url: 'postgres://u:p@h:5432/d' }],
  ['postgresql://h/d', { kind: 'postgres', url: 'postgresql://h/d' }],
])('reads the database %s', (text, database) => {
  expect(readEnvironment({ DATABASE_URL: text })).toMatchObject({ database });
});

it.each([
  ['memory:', { kind: 'memory' }],
  ['postgres:', { kind: 'postgres' }],
  ['redis://h:6379', { kind: 'redis', url: 'redis://h:6379' }],
  ['nats://h', { kind: 'nats', url: 'nats://h' }],
])('reads the broker %s', (text, broker) => {
  expect(readEnvironment({ BROKER_URL: text })).toMatchObject({ broker });
});

it.each([
  ['PORT', 'abc'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80 '],
  ['HOST', 'a b'],
  ['NODE_ENV', 'prod'],
  ['DATABASE_URL', 'mysql://root:hunter2@h/d'],
  ['DATABASE_URL', 'sqlite:'],
  ['DATABASE_URL', './data.db'],
  ['BROKER_URL', 'kafka://hunter2@h'],
  ['MASTER_KEY', 'hunter2'],
  ['MASTER_KEY', Buffer.alloc(31).toString('base64')],
  ['MASTER_KEY', `${key}!`],
  ['RATES_URL', 'ftp://h'],
  ['RATES_URL', 'https://'],
  ['RATES_MAX_AGE', '0'],
  ['PAYMENT_DEADLINE', '0'],
  ['PAYMENT_DEADLINE', '7 days'],
  ['RATES_MAX_AGE', '1.5'],
  ['BOOTSTRAP_API_KEY', 'hunter2 x'],
  ['RATE_LIMIT', '0'],
  ['SIMULATOR_URL', 'localhost:4000'],
  ['LOG_LEVEL', 'loud'],
])('stops at %s=%s with one line that names it, and not the value', (name, text) => {
  const line = lineFor({ [name]: text });
  expect(line).toMatch(new RegExp(`^${name} must be [^\\n]+\\.$`));
  expect(line).not.toContain('hunter2');
});

describe('in production', () => {
  it('needs a master key', () => {
    expect(lineFor({ NODE_ENV: 'production' })).toMatch(/^MASTER_KEY must be set/);
  });

  it('takes one', () => {
    expect(lineFor({ NODE_ENV: 'production', MASTER_KEY: key })).toBe('accepted');
  });

  it('refuses a fixed API key', () => {
    const line = lineFor({ NODE_ENV: 'production', MASTER_KEY: key, BOOTSTRAP_API_KEY: 'hunter2' });
    expect(line).toMatch(/^BOOTSTRAP_API_KEY must not be set/);
    expect(line).not.toContain('hunter2');
  });
});
