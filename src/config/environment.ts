import { z } from 'zod';
import { brokerOf, databaseOf, type Broker, type Database } from './urls';

/** The environment says something that the server cannot run with: one line, and no secret in it. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** A setting, or undefined where the variable is not set (or empty, which is the same). */
const setting = <T>(expected: string, read: (text: string) => T | undefined) =>
  z
    .string()
    .transform((text, found) => {
      const value = read(text);
      if (value !== undefined) return value;
      found.addIssue({ code: 'custom', message: expected });
      return z.NEVER;
    })
    .optional();

const wholeNumber = (least: number, most: number) =>
  setting(`a whole number from ${least} to ${most}`, (text) =>
    /^[0-9]{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most
      ? Number(text)
      : undefined,
  );

const oneOf = <const T extends string>(...values: readonly T[]) =>
  setting(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text));

const matching = (expected: string, pattern: RegExp) =>
  setting(expected, (text) => (pattern.test(text) ? text : undefined));

const httpUrl = setting('an http:// or https:// URL', (text) =>
  /^https?:\/\//.test(text) && URL.canParse(text) ? text : undefined,
);

const MASTER_KEY_BYTES = 32;

function masterKeyOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  // Decoding skips what is not base64: only a text that comes out the same is one.
  return bytes.length === MASTER_KEY_BYTES && bytes.toString('base64') === text ? bytes : undefined;
}

/** Every variable, and what it may be. `docs/environment.md` explains each of them. */
const variables = z.object({
  NODE_ENV: oneOf('development', 'production', 'test').transform((env) => env ?? 'development'),
  PORT: wholeNumber(0, 65_535).transform((port) => port ?? 3_000),
  HOST: matching('a host name or an address', /^[A-Za-z0-9.:_-]{1,253}$/).transform(
    (host) => host ?? '127.0.0.1',
  ),
  DATABASE_URL: setting(
    'sqlite:<path> or postgres://<user>@<host>/<database>',
    databaseOf,
  ).transform((database): Database => database ?? { kind: 'sqlite', path: './data/cambist.db' }),
  BROKER_URL: setting('memory:, postgres:, redis://<host> or nats://<host>', brokerOf).transform(
    (broker): Broker => broker ?? { kind: 'memory' },
  ),
  MASTER_KEY: setting(`${MASTER_KEY_BYTES} bytes in base64`, masterKeyOf),
  RATES_URL: httpUrl,
  RATES_MAX_AGE: wholeNumber(1, 3_153_600_000).transform((seconds) => seconds ?? 604_800),
  PAYMENT_DEADLINE: wholeNumber(1, 3_153_600_000).transform((seconds) => seconds ?? 604_800),
  BOOTSTRAP_API_KEY: matching('1 to 255 visible ASCII characters', /^[\x21-\x7e]{1,255}$/),
  RATE_LIMIT: wholeNumber(1, 1_000_000_000),
  SIMULATOR_URL: httpUrl,
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').transform(
    (level) => level ?? 'info',
  ),
});

/** The names of all variables, for the test that finds each of them documented. */
export const variableNames = Object.keys(variables.shape);

type Variables = z.output<typeof variables>;

/** What the environment says, in the program's own words. */
export interface Environment {
  readonly mode: Variables['NODE_ENV'];
  readonly port: number;
  readonly host: string;
  readonly database: Database;
  readonly broker: Broker;
  /** Undefined in development alone, where `prepare` makes one. */
  readonly masterKey: Buffer | undefined;
  readonly ratesUrl: string | undefined;
  /** Seconds. */
  readonly ratesMaxAge: number;
  /** Seconds. */
  readonly paymentDeadline: number;
  readonly bootstrapApiKey: string | undefined;
  /** Requests per minute for one key; undefined: no limit. */
  readonly rateLimit: number | undefined;
  /** Undefined: the simulator runs in this process. */
  readonly simulatorUrl: string | undefined;
  readonly logLevel: Variables['LOG_LEVEL'];
}

/** Reads and checks all variables; throws a ConfigurationError that names the first wrong one. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const set = Object.fromEntries(Object.entries(env).filter(([, text]) => text !== ''));
  const read = variables.safeParse(set);
  if (!read.success) {
    const [wrong] = read.error.issues;
    throw new ConfigurationError(`${wrong?.path.join('.')} must be ${wrong?.message}.`);
  }
  refuseForProduction(read.data);
  return environmentOf(read.data);
}

function refuseForProduction({ NODE_ENV, MASTER_KEY, BOOTSTRAP_API_KEY }: Variables): void {
  if (NODE_ENV !== 'production') return;
  if (!MASTER_KEY) {
    throw new ConfigurationError(
      'MASTER_KEY must be set when NODE_ENV is production: 32 bytes in base64.',
    );
  }
  if (BOOTSTRAP_API_KEY !== undefined) {
    throw new ConfigurationError(
      'BOOTSTRAP_API_KEY must not be set when NODE_ENV is production: make a key with "cambist keys create".',
    );
  }
}

const environmentOf = (read: Variables): Environment => ({
  mode: read.NODE_ENV,
  port: read.PORT,
  host: read.HOST,
  database: read.DATABASE_URL,
  broker: read.BROKER_URL,
  masterKey: read.MASTER_KEY,
  ratesUrl: read.RATES_URL,
  ratesMaxAge: read.RATES_MAX_AGE,
  paymentDeadline: read.PAYMENT_DEADLINE,
  bootstrapApiKey: read.BOOTSTRAP_API_KEY,
  rateLimit: read.RATE_LIMIT,
  simulatorUrl: read.SIMULATOR_URL,
  logLevel: read.LOG_LEVEL,
});
