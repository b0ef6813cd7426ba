import type { ReceivedWebhook } from '../records';
import { Inbox } from '../store.port';
import type { Connection } from './driver';
import { patiently } from './patience';
import { webhookOf } from '../sql/rows';
import type { WebhookRow } from '../sql/tables';
import { rowOfWebhook } from '../sql/to-rows';
import { insertNew } from './bulk';

const insertWebhooks = insertNew('webhooks', 'tenant', 'provider', 'event_id');
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
    const row = rowOfWebhook(webhook);
    const written = await patiently(() => {
      this.requireSameFile();
      return insertWebhooks(this.writer, [row]);
    });
    return written === 0 ? 'duplicate' : 'stored';
  }

  override async unapplied(most: number): Promise<readonly ReceivedWebhook[]> {
    return this.reader.prepare<WebhookRow>(UNAPPLIED).all([most]).map(webhookOf);
  }
}
