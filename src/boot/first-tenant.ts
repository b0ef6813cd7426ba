import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { newApiKey } from '../http/auth/api-key';
import type { Logger } from '../logging/logger';
import { LOGGER } from '../logging/logger.token';
import { Peers, ReadStore } from '../store/store.port';
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
    private readonly peers: Peers,
    @Inject(FIRST_TENANT) private readonly options: FirstTenantOptions,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** One instance after another: the later one finds what the first one made. */
  onApplicationBootstrap(): Promise<void> {
    return this.peers.alone(() => this.ensure());
  }

  private async ensure(): Promise<void> {
    const { bootstrapApiKey, isProduction, announce } = this.options;
    const tenantId = await this.making.firstTenant();
    if (bootstrapApiKey !== undefined) {
      const key = await this.making.ensureKey(tenantId, bootstrapApiKey, 'bootstrap', 'admin');
      if (key === 'revoked') this.logger.warn('BOOTSTRAP_API_KEY was revoked: it lets nobody in');
      return;
    }
    if (isProduction || (await this.reads.keys(tenantId)).length > 0) return;
    const key = newApiKey();
    await this.making.ensureKey(tenantId, key, 'first start', 'admin');
    announce(key);
  }
}
