import { OutcomeUnknown, StoreBusy } from '../../store.port';
import { wordsOf } from '../fault-words';

/** A fault as plain data: a thread's errors lose their class, their code and more on the way. */
export interface FaultTold {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
  readonly code: string | undefined;
  readonly cause: FaultTold | undefined;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

export const toldFault = (fault: unknown): FaultTold => {
  const { name, stack, code, cause } = Object(fault) as Readonly<Record<string, unknown>>;
  return {
    name: textOf(name) ?? 'Error',
    message: wordsOf(fault) || String(fault),
    stack: textOf(stack),
    code: textOf(code),
    cause: cause === undefined ? undefined : toldFault(cause),
  };
};

/** Faults that their callers know by class. */
const known: ReadonlyMap<string, (message: string, options: ErrorOptions) => Error> = new Map<
  string,
  (message: string, options: ErrorOptions) => Error
>([
  ['StoreBusy', (message, options) => new StoreBusy(options, message)],
  ['OutcomeUnknown', (_message, options) => new OutcomeUnknown(options)],
]);

/** The fault again, with its class where it has one that matters, and where it was thrown. */
export const faultFrom = ({ name, message, stack, code, cause }: FaultTold): Error => {
  const options = cause === undefined ? {} : { cause: faultFrom(cause) };
  const fault =
    known.get(name)?.(message, options) ?? Object.assign(new Error(message, options), { name });
  if (stack !== undefined) fault.stack = stack;
  return code === undefined ? fault : Object.assign(fault, { code });
};
