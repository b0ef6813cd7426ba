import type { ReceivedWebhook } from '../records';
import type { Reader } from '../sql/reader';
import { webhookOf } from '../sql/rows';
import { rowOfWebhook } from '../sql/to-rows';
import type { WebhookRow } from '../sql/tables';
import { Inbox } from '../store.port';

const RECEIVE = `insert into webhooks
    (tenant, id, provider, event_id, headers, body, received_at, applied)
  values (?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (tenant, provider, event_id) do nothing returning id`;
const UNAPPLIED = 'select * from webhooks where not applied order by received_at, id limit ?';

export class PostgresInbox extends Inbox {
  constructor(private readonly connections: Reader) {
    super();
  }

  override async receive(webhook: ReceivedWebhook): Promise<'stored' | 'duplicate'> {
    const values = Object.values(rowOfWebhook(webhook));
    const written = await this.connections.of(webhook.tenantId).all(RECEIVE, values);
    return written.length === 0 ? 'duplicate' : 'stored';
  }

  override async unapplied(most: number): Promise<readonly ReceivedWebhook[]> {
    const rows = await this.connections.everywhere.all<WebhookRow>(UNAPPLIED, [most]);
    return rows.map(webhookOf);
  }
}
