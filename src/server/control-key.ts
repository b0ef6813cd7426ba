import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { hashOfApiKey } from '../http/auth/api-key';
import { KeyCache } from '../http/auth/key-cache';
import { Clock } from '../kernel/clock';
import { Ids } from '../kernel/ids';
import { ReadStore } from '../store/store.port';

/** Lets the command line in with a key that is never stored, for as long as the process lives. */
export async function admitControlKey(app: NestFastifyApplication, key: string): Promise<void> {
  const tenant = (await app.get(ReadStore, { strict: false }).tenants()).at(-1);
  if (tenant === undefined) return;
  app.get(KeyCache, { strict: false }).admit({
    id: app.get(Ids, { strict: false }).next('key'),
    tenantId: tenant.id,
    name: 'command line',
    role: 'admin',
    hash: hashOfApiKey(key),
    createdAt: app.get(Clock, { strict: false }).now(),
    revokedAt: null,
  });
}
