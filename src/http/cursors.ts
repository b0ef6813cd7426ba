import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { TenantId } from '../kernel/ids';
import { ProblemError } from './problems/problem';

/** Where a cursor may be used: by one tenant, in one list with one set of filters. */
export interface ListOf {
  readonly tenantId: TenantId;
  /** Name of the list with its filters, as `deposits?status=pending`. */
  readonly list: string;
}

const VERSION = 'v1';
const MAC_BYTES = 16;

/**
 * Opaque cursors over a sort key. Each carries a MAC under a key derived from the master key and
 * bound to tenant and list, so that one that was forged, or taken from elsewhere, is refused.
 */
export class Cursors {
  private readonly secret: Buffer;

  constructor(masterKey: Uint8Array) {
    this.secret = Buffer.from(hkdfSync('sha256', masterKey, '', 'cambist/cursors', 32));
  }

  /** Null stays null: there is no further page. */
  write(where: ListOf, after: string | null): string | null {
    if (after === null) return null;
    return Buffer.concat([this.macOf(where, after), Buffer.from(after)]).toString('base64url');
  }

  /** The sort key in a cursor; null without a cursor. Throws `invalid-cursor` for one not of ours. */
  read(where: ListOf, cursor: string | undefined): string | null {
    if (cursor === undefined) return null;
    const bytes = Buffer.from(cursor, 'base64url');
    const after = bytes.subarray(MAC_BYTES).toString();
    const mac = bytes.subarray(0, MAC_BYTES);
    // Decoding forgives stray characters, so the text itself must be what we would write.
    const ours =
      mac.length === MAC_BYTES &&
      timingSafeEqual(mac, this.macOf(where, after)) &&
      this.write(where, after) === cursor;
    if (!ours) throw new ProblemError('invalid-cursor', 'The cursor does not belong to this list.');
    return after;
  }

  private macOf({ tenantId, list }: ListOf, after: string): Buffer {
    const text = JSON.stringify([VERSION, tenantId, list, after]);
    return createHmac('sha256', this.secret).update(text).digest().subarray(0, MAC_BYTES);
  }
}
