/** What a client of PostgreSQL sent: where a COMMIT ends in these bytes, if one is in them. */
export interface CommitSeen {
  /** Bytes of the chunk up to the end of the message that makes the server commit. */
  readonly upTo: number;
}

const HEADER = 5;
const LENGTH = 4;
const IS_COMMIT = /(?:^|;)\s*commit\b/i;
/** The first message of a connection has no type; these ask for encryption and are answered. */
const ASKS_FOR_ENCRYPTION: ReadonlySet<number> = new Set([80_877_103, 80_877_104]);

/**
 * Reads one connection's messages to PostgreSQL just far enough to see a COMMIT go by: a simple
 * query, or the execution of a statement that was prepared from one.
 */
export class FrontendReader {
  private pending = Buffer.alloc(0);
  private isStarted = false;
  /** Statements and portals that commit, by name. */
  private readonly statements = new Set<string>();
  private readonly portals = new Set<string>();

  /** Takes the next bytes; tells of the first COMMIT that ends in them. */
  read(chunk: Buffer): CommitSeen | undefined {
    const before = this.pending.length;
    this.pending = Buffer.concat([this.pending, chunk]);
    let seen: CommitSeen | undefined;
    let at = 0;
    for (;;) {
      const message = this.messageAt(at);
      if (message === undefined) break;
      at += message.length;
      if (this.commits(message)) seen ??= { upTo: at - before };
    }
    this.pending = this.pending.subarray(at);
    return seen;
  }

  private messageAt(at: number): Buffer | undefined {
    const start = this.isStarted ? HEADER - LENGTH : 0;
    if (this.pending.length < at + start + LENGTH) return undefined;
    const length = start + this.pending.readUInt32BE(at + start);
    return this.pending.length < at + length ? undefined : this.pending.subarray(at, at + length);
  }

  private commits(message: Buffer): boolean {
    if (!this.isStarted) {
      this.isStarted = !ASKS_FOR_ENCRYPTION.has(message.readUInt32BE(LENGTH));
      return false;
    }
    const type = String.fromCharCode(message[0]!);
    const texts = message.subarray(HEADER).toString('latin1').split('\0');
    const [first = '', second = ''] = texts;
    switch (type) {
      case 'Q':
        return IS_COMMIT.test(first);
      case 'P':
        note(this.statements, first, IS_COMMIT.test(second));
        return false;
      case 'B':
        note(this.portals, first, this.statements.has(second));
        return false;
      case 'E':
        return this.portals.has(first);
      default:
        return false;
    }
  }
}

function note(names: Set<string>, name: string, isIn: boolean): void {
  if (isIn) names.add(name);
  else names.delete(name);
}
