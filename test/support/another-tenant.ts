import { Engine } from '../../src/engine/engine';
import { touching } from '../../src/engine/order';
import { hashOfApiKey } from '../../src/http/auth/api-key';
import { TimeOrderedIds } from '../../src/kernel/ids';
import { CreateKeyCommand, CreateTenantCommand } from '../../src/tenancy/tenancy.messages';
import { Client } from './client';
import type { TestServer } from './server';

const ids = new TimeOrderedIds();

/** An admin of a tenant besides the first one: there is no call that makes a tenant. */
export async function anotherTenant({ app, url }: TestServer): Promise<Client> {
  const tenantId = ids.next('ten');
  const apiKey = `cbk_${tenantId}`;
  const carry = (type: string, data: object) =>
    app.get(Engine, { strict: false }).carry({
      tenantId,
      stream: { kind: 'tenant', id: tenantId },
      command: { type, data },
      causationId: ids.next('req'),
      touches: touching({}),
      origin: { kind: 'internal' },
    });
  const hash = hashOfApiKey(apiKey);
  await carry(CreateTenantCommand.type, { name: 'somebody else' });
  await carry(CreateKeyCommand.type, { keyId: ids.next('key'), name: 'x', role: 'admin', hash });
  return new Client(url, apiKey);
}
