import pino, { type DestinationStream, type Logger, type LevelWithSilent } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

/** What never stands in a log line, wherever an object that has it is logged. */
const SECRET_FIELDS = [
  'authorization',
  'apiKey',
  'secret',
  'webhookSecret',
  'masterKey',
  'password',
];

const paths = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

export interface LoggerOptions {
  readonly level: LevelWithSilent;
  /** Where lines go; standard output when not given: for people on a terminal, JSON otherwise. */
  readonly destination?: DestinationStream;
}

/** The one logger of the process. */
export const createLogger = ({ level, destination = standardOutput() }: LoggerOptions): Logger =>
  pino({ level, redact: { paths, censor: '[secret]' } }, destination);

/**
 * The same logger for lines that are written for every request, and of which every field is named
 * and chosen by us: nothing is looked for in them. Never for what comes from elsewhere.
 */
export const unredacted = (logger: Logger): Logger => logger.child({}, { redact: [] });

const standardOutput = (): DestinationStream =>
  process.stdout.isTTY
    ? pretty({ colorize: true, ignore: 'pid,hostname', sync: true })
    : pino.destination(1);
