import { fork } from 'node:child_process';
import { join } from 'node:path';

/** A job is a process of its own that is given one message and answers one. */
export interface JobOptions {
  readonly nodeArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Answer<Out> = { readonly done: Out } | { readonly fault: string };

export const TYPESCRIPT = ['--require', join(__dirname, '..', '..', 'scripts', 'typescript.cjs')];

/** What the process of a job does: `work` with what it is given. */
export function answering<In, Out>(work: (given: In) => Promise<Out>): void {
  // Nobody waits for the answer any more.
  process.once('disconnect', () => process.exit(1));
  process.once('message', (given: In) => {
    const tell = (answer: Answer<Out>): void => {
      process.send?.(answer, () => process.exit());
    };
    work(given).then(
      (done) => tell({ done }),
      (fault: unknown) => tell({ fault: fault instanceof Error ? fault.message : String(fault) }),
    );
  });
}

/** Runs `bench/jobs/<name>.ts`; rejects with what it says when it fails. */
export function job<In extends object, Out>(
  name: string,
  given: In,
  { nodeArgs = [], env = {} }: JobOptions = {},
): Promise<Out> {
  const child = fork(join(__dirname, '..', 'jobs', `${name}.ts`), {
    execArgv: [...TYPESCRIPT, ...nodeArgs],
    env: { PATH: process.env['PATH'], ...env },
  });
  return new Promise((resolve, reject) => {
    let answer: Answer<Out> = { fault: 'it ended without an answer' };
    child.once('message', (message) => (answer = message as Answer<Out>));
    // Not before it has ended: a profile is written last of all.
    child.once('exit', () =>
      'done' in answer ? resolve(answer.done) : reject(new Error(`${name}: ${answer.fault}`)),
    );
    child.send(given);
  });
}
