import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { newApiKey } from '../http/auth/api-key';
import { ReadStore } from '../store/store.port';
import { KeyMaking } from './key-making';

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
    private readonly making: KeyMaking,
    private readonly reads: ReadStore,
    @Inject(FIRST_TENANT) private readonly options: FirstTenantOptions,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { bootstrapApiKey, isProduction, announce } = this.options;
    const tenantId = await this.making.firstTenant();
    if (bootstrapApiKey !== undefined) {
      await this.making.ensureKey(tenantId, bootstrapApiKey, 'bootstrap', 'admin');
      return;
    }
    if (isProduction || (await this.reads.keys(tenantId)).length > 0) return;
    const key = newApiKey();
    await this.making.ensureKey(tenantId, key, 'first start', 'admin');
    announce(key);
  }
}
