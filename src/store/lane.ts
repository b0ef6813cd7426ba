/** Work that goes through one at a time, in the order in which it came. */
export class Lane {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when all that is in the lane now has gone through, well or not. */
  async idle(): Promise<void> {
    await this.last;
  }
}
