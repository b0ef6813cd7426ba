import { z } from 'zod';
import type { ApiKey } from '../../tenancy/tenancy';
import { shownId, shownInstant } from '../edge/shown';

const keyFields = {
  id: shownId('key'),
  object: z.literal('key'),
  name: z.string(),
  role: z.enum(['admin', 'member']),
  createdAt: shownInstant,
  revokedAt: shownInstant.nullable(),
};

export const shownKey = z.strictObject(keyFields).meta({ id: 'Key' });

/** The one answer in which the key itself stands. */
export const shownNewKey = z
  .strictObject({
    ...keyFields,
    key: z.string().describe('Shown once; it is not stored in clear.'),
  })
  .meta({ id: 'NewKey' });

export type KeyView = z.infer<typeof shownKey>;

/** An API key as the API shows it; neither the key nor its hash is part of it. */
export const keyView = (key: ApiKey): KeyView => ({
  id: key.id,
  object: 'key',
  name: key.name,
  role: key.role,
  createdAt: key.createdAt,
  revokedAt: key.revokedAt,
});
