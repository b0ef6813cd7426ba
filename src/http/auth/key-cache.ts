import type { ReadStore } from '../../store/store.port';
import type { ApiKey } from '../../tenancy/tenancy';

/** Another instance may have revoked a key, which must stop it everywhere within a second. */
const FRESH_FOR_MS = 750;
const MOST = 10_000;

interface Remembered {
  readonly key: ApiKey;
  /** By the steady clock: one that is set back would let a revoked key live on. */
  readonly until: number;
}

/**
 * The API keys in use, so that a request does not wait for the store. Only keys that exist are
 * remembered: guessing cannot fill it.
 */
export class KeyCache {
  private known = new Map<string, Remembered>();
  private readonly admitted = new Map<string, ApiKey>();

  constructor(
    private readonly reads: Pick<ReadStore, 'keyByHash'>,
    /** Milliseconds that only ever go on, whatever happens to the time of day. */
    private readonly steady: () => number = () => performance.now(),
  ) {}

  /** The key with this hash, also when it was revoked; undefined when there is none. */
  async find(hash: string): Promise<ApiKey | undefined> {
    const admitted = this.admitted.get(hash);
    if (admitted) return admitted;
    const remembered = this.known.get(hash);
    if (remembered && remembered.until > this.steady()) return remembered.key;
    return this.read(hash);
  }

  /** Lets in a key that is not stored, for as long as this process lives. */
  admit(key: ApiKey): void {
    this.admitted.set(key.hash, key);
  }

  /** To be called when a key was created or revoked: no request after this call sees the old state. */
  forget(): void {
    // A new map: an answer of the store that is still under way lands in the old one.
    this.known = new Map();
  }

  private async read(hash: string): Promise<ApiKey | undefined> {
    const { known } = this;
    // Before the read: what it gives back may have been as old as this when it was revoked.
    const until = this.steady() + FRESH_FOR_MS;
    const key = await this.reads.keyByHash(hash);
    if (known.size >= MOST) known.clear();
    if (key) known.set(hash, { key, until });
    return key;
  }
}
