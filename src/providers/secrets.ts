import { hkdfSync } from 'node:crypto';
import type { TenantId } from '../kernel/ids';

/** What a derived secret is for: one purpose's secret tells nothing of another's. */
export type SecretPurpose = 'simulator-webhook';

const BYTES = 32;

/**
 * A secret of a tenant in the form of Standard Webhooks (`whsec_` and base64), by HKDF-SHA256 (RFC
 * 5869) from the master key. It is the same on every instance and after every start, so that
 * nothing secret is stored.
 * @throws when the master key is shorter than the secret that is made of it: a fault.
 */
export function deriveSecret(
  masterKey: Buffer,
  purpose: SecretPurpose,
  tenantId: TenantId,
): string {
  if (masterKey.length < BYTES) throw new RangeError(`A master key has at least ${BYTES} bytes.`);
  const info = `cambist:${purpose}:${tenantId}`;
  const derived = hkdfSync('sha256', masterKey, Buffer.alloc(0), info, BYTES);
  return `whsec_${Buffer.from(derived).toString('base64')}`;
}
