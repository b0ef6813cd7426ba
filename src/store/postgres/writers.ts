import type { ConnectionOptions, Scope } from './connection';
import type { Transaction } from './transaction';
import { Writer } from './writer';

/** Connections on which transactions are written side by side; one that comes later waits for one. */
export class Writers {
  private readonly all: readonly Writer[];
  private readonly idle: Writer[];
  private readonly waiting: ((writer: Writer) => void)[] = [];

  constructor(options: ConnectionOptions, count: number) {
    this.all = Array.from({ length: count }, () => new Writer(options));
    this.idle = [...this.all];
  }

  /** As `Writer.transaction`. */
  async transaction<T>(scope: Scope, work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const writer = await this.borrow();
    try {
      return await writer.transaction(scope, work);
    } finally {
      this.giveBack(writer);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((writer) => writer.close()));
  }

  /** The one that was used last, if it is free: others need no connection before they are needed. */
  private async borrow(): Promise<Writer> {
    return this.idle.pop() ?? new Promise((resolve) => this.waiting.push(resolve));
  }

  private giveBack(writer: Writer): void {
    const next = this.waiting.shift();
    if (next === undefined) this.idle.push(writer);
    else next(writer);
  }
}
