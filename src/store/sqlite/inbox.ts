import type { ReceivedWebhook } from '../records';
import { Inbox } from '../store.port';
import type { Connection } from './driver';
import { packed } from '../sql/ids.codec';
import { patiently } from './patience';
import { webhookOf } from '../sql/rows';
import { insertInto } from '../sql/statements';
import type { WebhookRow } from '../sql/tables';

const RECEIVE =
  insertInto(
    'webhooks',
    'tenant',
    'id',
    'provider',
    'event_id',
    'headers',
    'body',
    'received_at',
    'applied',
  ) + ' on conflict (tenant, provider, event_id) do nothing';
const UNAPPLIED = 'select * from webhooks where applied = 0 order by received_at, id limit ?';

export class SqliteInbox extends Inbox {
  constructor(
    private readonly writer: Connection,
    private readonly reader: Connection,
    /** Who sent the webhook never sends it again: it must be where the next start finds it. */
    private readonly requireSameFile: () => void,
  ) {
    super();
  }

  override async receive(webhook: ReceivedWebhook): Promise<'stored' | 'duplicate'> {
    const receive = this.writer.prepare(RECEIVE);
    const written = await patiently(() => {
      this.requireSameFile();
      return receive.run([
        packed(webhook.tenantId),
        packed(webhook.id),
        webhook.provider,
        webhook.eventId,
        webhook.headers,
        webhook.body,
        webhook.receivedAt,
        false,
      ]);
    });
    return written === 0 ? 'duplicate' : 'stored';
  }

  override async unapplied(most: number): Promise<readonly ReceivedWebhook[]> {
    return this.reader.prepare<WebhookRow>(UNAPPLIED).all([most]).map(webhookOf);
  }
}
