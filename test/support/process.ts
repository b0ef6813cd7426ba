import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SERVER = join(__dirname, '..', '..', 'dist', 'main.js');
const READY_WITHIN = 20_000;

/** The real server as its own process, as a user starts it. */
export class ServerProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when it listens; rejects with what it said when it ends before that. */
  static async start(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const child = spawn(process.execPath, [SERVER], {
      env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`The server was not ready in time. ${said}`));
      }, READY_WITHIN);
      child.once('exit', (code) => {
        reject(new Error(`The server ended with ${String(code)}. ${said}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const found = listeningOn(line);
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
    });
    return new ServerProcess(url, child);
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

function listeningOn(line: string): string | undefined {
  try {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    return msg === 'listening' ? url : undefined;
  } catch {
    return undefined;
  }
}
