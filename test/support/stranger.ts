import { Engine } from '../../src/engine/engine';
import { touching } from '../../src/engine/order';
import { hashOfApiKey } from '../../src/http/auth/api-key';
import { Ids, type TenantId } from '../../src/kernel/ids';
import { CreateKeyCommand, CreateTenantCommand } from '../../src/tenancy/tenancy.messages';
import { Client } from './client';
import type { TestServer } from './server';

const STRANGER_KEY = 'cbk_stranger';

/** An administrator of somebody else's tenant on the same server: there is no call that makes one. */
export async function letStrangerIn({ app, url }: TestServer): Promise<Client> {
  const ids = app.get(Ids, { strict: false });
  const tenantId: TenantId = ids.next('ten');
  const carry = (type: string, data: object) =>
    app.get(Engine, { strict: false }).carry({
      tenantId,
      stream: { kind: 'tenant', id: tenantId },
      command: { type, data },
      causationId: ids.next('req'),
      touches: touching({}),
      origin: { kind: 'internal' },
    });
  await carry(CreateTenantCommand.type, { name: 'somebody else' });
  const hash = hashOfApiKey(STRANGER_KEY);
  const key = { keyId: ids.next('key'), name: 'theirs', role: 'admin', hash };
  await carry(CreateKeyCommand.type, key);
  return new Client(url, STRANGER_KEY);
}
