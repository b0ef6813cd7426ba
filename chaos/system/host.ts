import { setTimeout as sleep } from 'node:timers/promises';
import { Program, type ProgramOptions } from './program';

/** A database that was killed needs its time too: a start is tried again for so long (ms). */
const STARTS_WITHIN = 300_000;
/** A server that is asked to drain gives up no sooner (ms). */
const BROKEN_OFF_AFTER = 9_000;
const AGAIN_AFTER = 500;

export interface HostOptions extends Omit<ProgramOptions, 'env'> {
  readonly name: string;
  /** `port` is 0 at the first start, and then the one that it got. */
  readonly env: (port: number) => Readonly<Record<string, string>>;
  readonly arguments?: (port: number) => readonly string[];
}

/**
 * A place where a program runs: it is killed, stopped, started again, always on one port. An end
 * that nobody asked for is noted, and the program is started again as an operator's supervisor
 * would.
 */
export class Host {
  /** Ends that were none of our doing. */
  readonly ownEnds: string[] = [];
  restarts = 0;
  failedStarts = 0;
  /** Drains that it broke off, since what it waited for did not come. */
  brokenDrains = 0;
  /** One troublemaker at a time has a host all alone. */
  isTaken = false;

  private program: Program | undefined;
  private port = 0;
  private isWanted = false;
  private starting: Promise<void> | undefined;

  constructor(private readonly options: HostOptions) {}

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  get pid(): number | undefined {
    return this.program?.isAlive ? this.program.pid : undefined;
  }

  /** Starts the program when it does not run. Rejects when it will not, however often it is tried. */
  start(): Promise<void> {
    if (this.pid !== undefined) return Promise.resolve();
    this.starting ??= this.startAgainAndAgain().finally(() => (this.starting = undefined));
    return this.starting;
  }

  private async startAgainAndAgain(): Promise<void> {
    const deadline = Date.now() + STARTS_WITHIN;
    for (;;) {
      try {
        await this.startOnce();
        return;
      } catch (cause) {
        this.failedStarts++;
        if (Date.now() > deadline) {
          throw new Error(`${this.name} does not start.`, { cause });
        }
        await sleep(AGAIN_AFTER);
      }
    }
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /**
   * Lets something else kill it while this work goes on, and makes sure of it in the end; true when
   * it was dead before.
   */
  async isKilledBy(work: () => Promise<void>): Promise<boolean> {
    this.isWanted = false;
    await work();
    const isDead = this.pid === undefined;
    await this.kill();
    return isDead;
  }

  /**
   * Asks it to drain; false when it broke that off: what is in flight may wait for a database that
   * is silent, or for a machine that is busy.
   */
  async drain(): Promise<boolean> {
    const began = Date.now();
    const code = await this.end('SIGTERM');
    if (code === 0) return true;
    if (code === 1 && Date.now() - began >= BROKEN_OFF_AFTER) this.brokenDrains++;
    else this.ownEnds.push(`${this.name} drained with exit code ${String(code)}`);
    return false;
  }

  /** It stands still, its connections open, as a machine does whose memory is being moved. */
  freeze(): void {
    this.program?.signal('SIGSTOP');
  }

  wake(): void {
    this.program?.signal('SIGCONT');
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    await this.starting?.catch(() => undefined);
    this.isWanted = false;
    return (await this.program?.end(signal)) ?? null;
  }

  private async startOnce(): Promise<void> {
    const { args, log, env } = this.options;
    const more = this.options.arguments?.(this.port) ?? [];
    const program = await Program.start({ args: [...args, ...more], env: env(this.port), log });
    this.port = Number(new URL(program.url).port);
    if (this.program !== undefined) this.restarts++;
    this.program = program;
    this.isWanted = true;
    program.onEnd((how) => {
      if (this.isWanted && this.program === program) this.afterOwnEnd(how);
    });
  }

  private afterOwnEnd(how: string): void {
    this.ownEnds.push(`${this.name} ended by itself with ${how}`);
    // A start that fails is told by the next one who needs the host.
    this.start().catch(() => undefined);
  }
}
