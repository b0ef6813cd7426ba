import type { KeyId, TenantId } from '../../kernel/ids';
import type { AuditStore, ReadStore } from '../../store/store.port';
import { KeyRevokedEvent } from '../../tenancy/tenancy.messages';

/** Who is told that the log has grown, and that their key is no longer good. */
export interface Follower {
  readonly keyId: KeyId;
  wake(): void;
  end(): void;
}

const AT_ONCE = 100;

/**
 * How far one tenant's log reaches, as all of its open streams see it: one look serves them all.
 * A signal only makes it look; what is there is always read from the log.
 */
export class TenantFeed {
  private readonly followers = new Set<Follower>();
  private reached = 0;
  private looking: Promise<void> | undefined;
  private isLookDue = false;

  constructor(
    private readonly tenantId: TenantId,
    private readonly reads: Pick<ReadStore, 'events'>,
    private readonly audit: Pick<AuditStore, 'head'>,
  ) {}

  /** The last position that is known to be committed. */
  get position(): number {
    return this.reached;
  }

  get isEmpty(): boolean {
    return this.followers.size === 0;
  }

  add(follower: Follower): void {
    this.followers.add(follower);
  }

  remove(follower: Follower): void {
    this.followers.delete(follower);
  }

  /** Looks how far the log reaches now; a look that is under way is followed by another one. */
  look(): Promise<void> {
    this.isLookDue = true;
    return (this.looking ??= this.lookUntilDone());
  }

  private async lookUntilDone(): Promise<void> {
    try {
      while (this.isLookDue) {
        this.isLookDue = false;
        const { position } = await this.audit.head(this.tenantId);
        if (position > this.reached) await this.goOnTo(position);
      }
    } finally {
      // Here, and not when the promise is seen to be settled: no call may fall in between.
      this.looking = undefined;
    }
  }

  private async goOnTo(position: number): Promise<void> {
    const isFirst = this.reached === 0;
    const revoked = isFirst ? noKeys : await this.keysRevokedAfter(this.reached);
    this.reached = position;
    for (const follower of this.followers) {
      if (revoked.has(follower.keyId)) follower.end();
      else follower.wake();
    }
  }

  private async keysRevokedAfter(position: number): Promise<ReadonlySet<string>> {
    const revoked = new Set<string>();
    let after: number | undefined = position;
    while (after !== undefined) {
      const events = await this.reads.events(this.tenantId, {
        after,
        limit: AT_ONCE,
        types: [KeyRevokedEvent.type],
      });
      for (const { data } of events) revoked.add((JSON.parse(data) as RevokedKey).keyId);
      after = events.length < AT_ONCE ? undefined : events.at(-1)?.position;
    }
    return revoked;
  }
}

type RevokedKey = KeyRevokedEvent['data'];

const noKeys: ReadonlySet<string> = new Set();
