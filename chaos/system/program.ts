import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

const READY_WITHIN = 60_000;
/** What a process says on its standard output, in whatever words, when it can be called. */
const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;

export interface ProgramOptions {
  /** What Node is started with. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Everything that it says is appended here. */
  readonly log: string;
}

const running = new Set<ChildProcess>();
// Whatever becomes of the run, nothing that it started outlives it.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** A Node process of ours that listens on loopback. */
export class Program {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when it listens; rejects with its last words when it ends before that. */
  static async start({ args, env, log }: ProgramOptions): Promise<Program> {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.once('exit', () => running.delete(child));
    const file = createWriteStream(log, { flags: 'a' });
    let lastWords = '';
    child.stderr.on('data', (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-2_000);
      file.write(chunk);
    });
    child.stdout.pipe(file);
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`Not ready in time. ${lastWords}`));
      }, READY_WITHIN);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        reject(new Error(`Ended with ${String(code ?? signal)} at its start. ${lastWords}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const [found] = ADDRESS.exec(line) ?? [];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    });
    return new Program(url, child);
  }

  get pid(): number {
    return this.child.pid!;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(name: NodeJS.Signals): void {
    if (this.isAlive) this.child.kill(name);
  }

  /** Sends the signal and waits for the end; answers the exit code, null after a signal. */
  async end(name: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!this.isAlive) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    this.child.kill(name);
    const [code] = (await exited) as [number | null];
    return code;
  }

  onEnd(listener: (how: string) => void): void {
    this.child.once('exit', (code, signal) => listener(String(signal ?? code)));
  }
}
