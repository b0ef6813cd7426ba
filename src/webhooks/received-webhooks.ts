import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** What became of a provider's call to us; `refused` was not proved, and nothing of it was kept. */
export interface WebhookReceipt {
  readonly provider: string;
  readonly result: 'stored' | 'duplicate' | 'refused';
}

/** The webhooks that come in, for whoever counts them. */
@Injectable()
export class ReceivedWebhooks {
  readonly received$ = new Subject<WebhookReceipt>();
}
