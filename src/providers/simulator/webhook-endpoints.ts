import type { TenantId } from '../../kernel/ids';
import { deriveSecret } from '../secrets';
import type { ServerAddress } from '../server-address';
import type { WebhookEndpoint } from './simulated-payment';

/** Where this server takes the simulator's webhooks, and what each tenant's are signed with. */
export class WebhookEndpoints {
  /** Derived once for each tenant: every order asks for it. */
  private readonly secrets = new Map<TenantId, string>();

  constructor(
    private readonly masterKey: Buffer,
    private readonly address: ServerAddress,
  ) {}

  /** @throws before the server listens. */
  urlFor(tenantId: TenantId): string {
    return `${this.address.url}/v1/providers/simulator/webhooks/${tenantId}`;
  }

  secretFor(tenantId: TenantId): string {
    const known = this.secrets.get(tenantId);
    if (known !== undefined) return known;
    const secret = deriveSecret(this.masterKey, 'simulator-webhook', tenantId);
    this.secrets.set(tenantId, secret);
    return secret;
  }

  /** Null before the server listens: by then nobody can be called. */
  of(tenantId: TenantId): WebhookEndpoint | null {
    if (!this.address.listens) return null;
    return { url: this.urlFor(tenantId), secret: this.secretFor(tenantId) };
  }
}
