/**
 * Where this server can be reached from the machine it runs on, by providers too: known only when
 * it listens.
 */
export class ServerAddress {
  private known: string | undefined;

  /** To be called once the server listens; without a slash at the end. */
  set(url: string): void {
    this.known = url;
  }

  /** @throws before the server listens: a fault, since nobody can ask by then. */
  get url(): string {
    if (this.known === undefined) throw new Error('The server does not listen yet.');
    return this.known;
  }

  get listens(): boolean {
    return this.known !== undefined;
  }
}
