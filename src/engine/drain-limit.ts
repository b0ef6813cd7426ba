import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';

/**
 * So long a drain waits for calls to providers (ms). What comes of one that is given up is recorded,
 * and the store let go of, before the process is ended.
 */
export const GIVEN_UP_AFTER = 7_500;

/** Gives up the calls to the outside that would outlast a drain: what became of them is open. */
@Injectable()
export class DrainLimit implements BeforeApplicationShutdown {
  private readonly waiting = new Set<() => void>();

  /** As `call`; rejects when a drain has waited for it long enough. */
  within<T>(call: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        reject(new Error('The server drains, and has waited long enough.'));
      };
      this.waiting.add(giveUp);
      void call.then(resolve, reject).finally(() => this.waiting.delete(giveUp));
    });
  }

  beforeApplicationShutdown(): void {
    setTimeout(() => {
      for (const giveUp of this.waiting) giveUp();
    }, GIVEN_UP_AFTER).unref();
  }
}
