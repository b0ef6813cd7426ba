import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A file of the build. */
export const builtProgram = (...path: string[]): string =>
  join(__dirname, '..', '..', 'dist', ...path);

const READY_WITHIN = 20_000;

interface Program {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The URL that a line of its output tells, once it listens. */
  readonly listeningOn: (line: Readonly<Record<string, unknown>>) => unknown;
}

/** A program of ours as its own process, as a user starts it. */
class OwnProcess {
  protected constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when it listens; rejects with what it said when it ends before that. */
  protected static async spawn({
    args,
    env,
    listeningOn,
  }: Program): Promise<[string, ChildProcess]> {
    const child = spawn(process.execPath, args, {
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`The program was not ready in time. ${said}`));
      }, READY_WITHIN);
      child.once('exit', (code) => {
        reject(new Error(`The program ended with ${String(code)}. ${said}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = listeningOn(jsonIn(line));
        if (typeof found !== 'string') return;
        clearTimeout(timer);
        resolve(found);
      });
    });
    return [url, child];
  }

  /** Ends it as a power cut would: no handler of its own runs. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to drain; answers its exit code. */
  async terminate(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    const [code] = (await exited) as [number | null];
    return code;
  }
}

/** The real server. */
export class ServerProcess extends OwnProcess {
  static async start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const [url, child] = await OwnProcess.spawn({
      args: [builtProgram('main.js')],
      env: { PORT: '0', LOG_LEVEL: 'info', ...env },
      listeningOn: ({ msg, url }) => (msg === 'listening' ? url : undefined),
    });
    return new ServerProcess(url, child);
  }
}

/** The simulator on its own. */
export class SimulatorProcess extends OwnProcess {
  static async start(record: string, port = '0'): Promise<SimulatorProcess> {
    const words = ['simulator', '--json', '--record', record, '--port', port];
    const [url, child] = await OwnProcess.spawn({
      args: [builtProgram('cli', 'main.js'), ...words],
      env: {},
      listeningOn: ({ url: told }) => told,
    });
    return new SimulatorProcess(url, child);
  }
}

function jsonIn(line: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
