import type { ApiKey } from '../../tenancy/tenancy';

/** An API key as the API shows it; neither the key nor its hash is part of it. */
export const keyView = (key: ApiKey) => ({
  id: key.id,
  object: 'key' as const,
  name: key.name,
  role: key.role,
  createdAt: key.createdAt,
  revokedAt: key.revokedAt,
});

export type KeyView = ReturnType<typeof keyView>;
