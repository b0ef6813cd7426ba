import {
  PaymentProvider,
  type PaymentNews,
  type PaymentOrder,
  type ProviderAnswer,
  type ProvedWebhook,
  type WebhookNotice,
  type WebhookReading,
} from '../../src/providers/provider.port';

const news = (told: PaymentNews): ProviderAnswer => ({ kind: 'news', news: told });
export const succeeded = news({ kind: 'succeeded', providerReference: 'ref' });
export const declined = news({ kind: 'failed', providerReference: 'ref', reason: 'declined' });
export const processing = news({ kind: 'processing', providerReference: 'ref' });
export const lost = news({ kind: 'unknown', detail: 'The connection broke.' });
export const busy: ProviderAnswer = { kind: 'try-later', detail: '503' };
export const notFound: ProviderAnswer = { kind: 'not-found' };

type Script = (order: PaymentOrder) => ProviderAnswer | Promise<ProviderAnswer>;

/** In the simulator's place, or beside it: answers what a test tells it to, and remembers what it was asked. */
export class ScriptedProvider extends PaymentProvider {
  readonly webhookHeaders = [];
  /** Means of payment. */
  knows: readonly string[] | 'all' = 'all';
  readonly asked: { readonly call: 'submit' | 'find'; readonly key: string }[] = [];
  onSubmit: Script = () => succeeded;
  onFind: Script = () => notFound;
  onReadProved: (webhook: ProvedWebhook) => WebhookNotice['about'] = () => ({
    kind: 'nothing-we-know',
  });

  constructor(readonly name = 'simulator') {
    super();
  }

  times(call: 'submit' | 'find', key?: string): number {
    return this.asked.filter((one) => one.call === call && (key ?? one.key) === one.key).length;
  }

  override accepts(method: string): boolean {
    return this.knows === 'all' || this.knows.includes(method);
  }

  override async submit(order: PaymentOrder): Promise<ProviderAnswer> {
    this.asked.push({ call: 'submit', key: order.key });
    return this.onSubmit(order);
  }

  override async find(order: PaymentOrder): Promise<ProviderAnswer> {
    this.asked.push({ call: 'find', key: order.key });
    return this.onFind(order);
  }

  override readWebhook(): WebhookReading {
    return { kind: 'forged', detail: 'Nothing proves it.' };
  }

  override readProved(webhook: ProvedWebhook): WebhookNotice['about'] {
    return this.onReadProved(webhook);
  }
}
