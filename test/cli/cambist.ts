import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..', 'dist', 'cli', 'main.js');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder of its own with a database that is not there yet, and the built program beside it. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), 'cambist-cli-'));
  readonly database = join(this.folder, 'cambist.db');
  readonly env: Readonly<Record<string, string>>;

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.env = {
      DATABASE_URL: `sqlite:${this.database}`,
      MASTER_KEY: Buffer.alloc(32, 3).toString('base64'),
      ...env,
    };
  }

  /** Runs `cambist` as a user does, its output piped. */
  readonly cambist = (...args: string[]): Promise<Ran> => this.run(args);

  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
    return new Promise((resolve) => {
      const options = {
        cwd: this.folder,
        env: { PATH: process.env['PATH'], ...this.env, ...env },
      };
      execFile(process.execPath, [PROGRAM, ...args], options, (fault, out, err) => {
        resolve({ code: fault === null ? 0 : Number(fault.code), out, err });
      });
    });
  }

  /** What `--json` printed. */
  async json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { code, out, err } = await this.run([...args, '--json']);
    if (code !== 0) throw new Error(`cambist ${args.join(' ')}: ${String(code)} ${err}`);
    return JSON.parse(out) as T;
  }

  clear(): void {
    rmSync(this.folder, { recursive: true });
  }
}
