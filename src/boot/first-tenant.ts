import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Engine } from '../engine/engine';
import { touching, type Order } from '../engine/order';
import { hashOfApiKey, newApiKey } from '../http/auth/api-key';
import { Ids, type TenantId } from '../kernel/ids';
import { ReadStore } from '../store/store.port';
import { CreateKeyCommand, CreateTenantCommand } from '../tenancy/tenancy.messages';

export interface FirstTenantOptions {
  /** A fixed admin key (development and tests). */
  readonly bootstrapApiKey: string | undefined;
  /** In production nobody is given a key unasked. */
  readonly isProduction: boolean;
  /** Told of a key that was made for the first start: it is shown once and never again. */
  readonly announce: (key: string) => void;
}

export const FIRST_TENANT = Symbol('first tenant');

/** Sees to it that there is a tenant and, in development, a key to begin with. */
@Injectable()
export class FirstTenant implements OnApplicationBootstrap {
  constructor(
    private readonly engine: Engine,
    private readonly reads: ReadStore,
    private readonly ids: Ids,
    @Inject(FIRST_TENANT) private readonly options: FirstTenantOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const tenantId = await this.tenant();
    const { bootstrapApiKey, isProduction, announce } = this.options;
    if (bootstrapApiKey !== undefined) {
      await this.ensureKey(tenantId, bootstrapApiKey, 'bootstrap');
      return;
    }
    if (isProduction || (await this.reads.keys(tenantId)).length > 0) return;
    const key = newApiKey();
    await this.ensureKey(tenantId, key, 'first start');
    announce(key);
  }

  private async tenant(): Promise<TenantId> {
    const [first] = await this.reads.tenants();
    if (first !== undefined) return first.id;
    const tenantId = this.ids.next('ten');
    await this.engine.carry(
      this.order(tenantId, { type: CreateTenantCommand.type, data: { name: 'default' } }),
    );
    return tenantId;
  }

  private async ensureKey(tenantId: TenantId, key: string, name: string): Promise<void> {
    const hash = hashOfApiKey(key);
    if ((await this.reads.keyByHash(hash)) !== undefined) return;
    const data = { keyId: this.ids.next('key'), name, role: 'admin', hash };
    await this.engine.carry(this.order(tenantId, { type: CreateKeyCommand.type, data }));
  }

  private order(tenantId: TenantId, command: Order['command']): Order {
    return {
      tenantId,
      stream: { kind: 'tenant', id: tenantId },
      command,
      causationId: this.ids.next('req'),
      touches: touching({}),
      origin: { kind: 'internal' },
    };
  }
}
