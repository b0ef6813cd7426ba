import { Subject } from 'rxjs';
import {
  PaymentProvider,
  type PaymentOrder,
  type ProviderAnswer,
  type ProvedWebhook,
  type WebhookCall,
  type WebhookNotice,
  type WebhookReading,
} from './provider.port';

/** One call to a provider that has ended. */
export interface ProviderCall {
  readonly provider: string;
  readonly operation: 'submit' | 'find';
  /** What the answer said; `threw` when there was none. */
  readonly outcome:
    'processing' | 'succeeded' | 'failed' | 'unknown' | 'try-later' | 'not-found' | 'threw';
  readonly milliseconds: number;
}

/** The calls that are made to providers, for whoever counts them. */
export class ProviderCalls {
  readonly made$ = new Subject<ProviderCall>();

  /** The same provider, with its calls told here. */
  watched(provider: PaymentProvider): PaymentProvider {
    return new WatchedProvider(provider, this.made$);
  }
}

class WatchedProvider extends PaymentProvider {
  readonly name: string;
  readonly webhookHeaders: readonly string[];

  constructor(
    private readonly provider: PaymentProvider,
    private readonly made$: Subject<ProviderCall>,
  ) {
    super();
    this.name = provider.name;
    this.webhookHeaders = provider.webhookHeaders;
  }

  accepts(method: string): boolean {
    return this.provider.accepts(method);
  }

  submit(order: PaymentOrder): Promise<ProviderAnswer> {
    return this.told('submit', () => this.provider.submit(order));
  }

  find(order: PaymentOrder): Promise<ProviderAnswer> {
    return this.told('find', () => this.provider.find(order));
  }

  readWebhook(call: WebhookCall): WebhookReading {
    return this.provider.readWebhook(call);
  }

  readProved(webhook: ProvedWebhook): WebhookNotice['about'] {
    return this.provider.readProved(webhook);
  }

  private async told(
    operation: ProviderCall['operation'],
    call: () => Promise<ProviderAnswer>,
  ): Promise<ProviderAnswer> {
    const began = performance.now();
    let outcome: ProviderCall['outcome'] = 'threw';
    try {
      const answer = await call();
      outcome = answer.kind === 'news' ? answer.news.kind : answer.kind;
      return answer;
    } finally {
      const milliseconds = performance.now() - began;
      this.made$.next({ provider: this.name, operation, outcome, milliseconds });
    }
  }
}
