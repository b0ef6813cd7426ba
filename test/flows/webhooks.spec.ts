import type { AccountId, FlowId, PaymentId } from '../../src/kernel/ids';
import { moneyOf } from '../../src/money';
import type { PaymentNews, WebhookNotice } from '../../src/providers/provider.port';
import type { ReceivedWebhook } from '../../src/store/records';
import { Inbox } from '../../src/store/store.port';
import { WebhookApplier } from '../../src/webhooks/webhook.applier';
import { processing, ScriptedProvider } from '../support/scripted-provider';
import { ids, Stage } from '../support/stage';

let provider: ScriptedProvider;
let other: ScriptedProvider;
let stage: Stage;
let account: AccountId;
beforeEach(async () => {
  provider = new ScriptedProvider();
  other = new ScriptedProvider('other');
  stage = await Stage.open({ provider, otherProvider: other, providers: [WebhookApplier] });
  account = await stage.openAccount('EUR');
});
afterEach(async () => {
  await stage.close();
});

const applier = () => stage.module.get(WebhookApplier);
const inbox = () => stage.module.get(Inbox, { strict: false });

const anomalies = async () =>
  (await stage.reads.anomalies(stage.tenantId, { limit: 200, after: null })).items;

/** A deposit of 10 EUR whose provider is processing it. */
async function pending(): Promise<{ readonly id: FlowId; readonly paymentId: PaymentId }> {
  provider.onSubmit = () => processing;
  const { id } = await stage.deposit(account, moneyOf('10', 'EUR'));
  await stage.until(async () => (await stage.eventTypes(id)).includes('payment.submitted'));
  const { paymentId } = await stage.flow(id);
  return { id, paymentId: paymentId! };
}

/** As it stands in the store: proved when it came. */
const stored = (from: string, receivedAt = '2026-11-21T10:00:00.000Z'): ReceivedWebhook => ({
  tenantId: stage.tenantId,
  id: ids.next('whr'),
  provider: from,
  eventId: ids.next('evt'),
  headers: '{}',
  body: Buffer.from('{}'),
  receivedAt,
});

async function comes(webhook: ReceivedWebhook): Promise<void> {
  await inbox().receive(webhook);
  await applier().apply(webhook);
}

const succeeded: PaymentNews = { kind: 'succeeded', providerReference: 'ref' };
const about = (paymentId: PaymentId, news = succeeded): WebhookNotice['about'] => ({
  kind: 'payment',
  paymentId,
  news,
  amount: '10.00',
  currency: 'EUR',
});

it('a stored webhook has its effect though its signature could not be proved any more', async () => {
  const { id, paymentId } = await pending();
  provider.onReadProved = () => about(paymentId);
  expect(provider.readWebhook().kind).toBe('forged');

  await comes(stored('simulator'));

  expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
  expect(await inbox().unapplied(10)).toEqual([]);
});

it('a stored webhook whose provider is not configured any more is an anomaly', async () => {
  await comes(stored('gone'));

  expect(await anomalies()).toMatchObject([{ reason: 'unreadable-webhook', provider: 'gone' }]);
  expect(await inbox().unapplied(10)).toEqual([]);
});

it('a provider that speaks of the payment of another one is not believed', async () => {
  const { id, paymentId } = await pending();
  provider.onReadProved = () => about(paymentId);
  other.onReadProved = () => about(paymentId);
  const story = await stage.eventTypes(id);

  await comes(stored('other'));

  expect(await anomalies()).toMatchObject([
    { reason: 'unknown-payment', provider: 'other', paymentId, flowId: id },
  ]);
  expect(await stage.eventTypes(id)).toEqual(story);
  expect(await stage.balance(account)).toEqual({ posted: '0.00', held: '0.00' });

  await comes(stored('simulator'));
  expect(await stage.ended(id)).toMatchObject({ status: 'completed' });
});

it('webhooks that cannot be read without a throw are anomalies, and hold no other one back', async () => {
  const { id, paymentId } = await pending();
  other.onReadProved = () => {
    throw new Error('Nobody thought of that.');
  };
  provider.onReadProved = () => about(paymentId);
  for (let nth = 0; nth < 100; nth++) await inbox().receive(stored('other'));
  await inbox().receive(stored('simulator', '2026-11-21T10:00:01.000Z'));

  expect(await stage.ended(id, 20)).toMatchObject({ status: 'completed' });
  expect(await inbox().unapplied(10)).toEqual([]);
  const found = await anomalies();
  expect(found).toHaveLength(100);
  expect(found[0]).toMatchObject({ reason: 'unreadable-webhook', provider: 'other' });
}, 30_000);
