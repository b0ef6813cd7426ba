import { Injectable } from '@nestjs/common';
import { Engine } from '../engine/engine';
import { touching, type Order } from '../engine/order';
import { hashOfApiKey } from '../http/auth/api-key';
import { Ids, type TenantId } from '../kernel/ids';
import { ReadStore } from '../store/store.port';
import type { Role } from '../tenancy/tenancy';
import { CreateKeyCommand, CreateTenantCommand } from '../tenancy/tenancy.messages';

/** Makes the first tenant and its keys, without anybody who calls. */
@Injectable()
export class KeyMaking {
  constructor(
    private readonly engine: Engine,
    private readonly reads: ReadStore,
    private readonly ids: Ids,
  ) {}

  /** The oldest tenant; made when there is none. */
  async firstTenant(): Promise<TenantId> {
    const oldest = (await this.reads.tenants()).at(-1);
    if (oldest !== undefined) return oldest.id;
    const tenantId = this.ids.next('ten');
    await this.carry(tenantId, { type: CreateTenantCommand.type, data: { name: 'default' } });
    return tenantId;
  }

  /** Stores the hash of a key; one that is there already is left as it is, also when it was revoked. */
  async ensureKey(
    tenantId: TenantId,
    key: string,
    name: string,
    role: Role,
  ): Promise<'valid' | 'revoked'> {
    const hash = hashOfApiKey(key);
    const known = await this.reads.keyByHash(hash);
    if (known !== undefined) return known.revokedAt === null ? 'valid' : 'revoked';
    const data = { keyId: this.ids.next('key'), name, role, hash };
    await this.carry(tenantId, { type: CreateKeyCommand.type, data });
    return 'valid';
  }

  private async carry(tenantId: TenantId, command: Order['command']): Promise<void> {
    await this.engine.carry({
      tenantId,
      stream: { kind: 'tenant', id: tenantId },
      command,
      causationId: this.ids.next('req'),
      touches: touching({}),
      origin: { kind: 'internal' },
    });
  }
}
