import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { SystemClock } from '../../kernel/clock';
import type { PaymentId, TenantId } from '../../kernel/ids';
import { paymentProviderConformance } from '../payment-provider.conformance';
import type { WebhookCall } from '../provider.port';
import type { SimulatorWebhook, SimulatorWebhookType } from '../simulator.port';
import { referenceOf } from './simulated-payment';
import { simulatorInProcess, simulatorMethods } from './simulator.fixture';
import { isSimulatorMethod, SIMULATOR_METHODS } from './simulator.modes';
import { signedWebhook } from './simulator.webhooks';

const { provider } = simulatorInProcess();
const tenantId = 'ten_018f0000-0000-7000-8000-000000000001' as TenantId;
const paymentId = 'pay_018f0000-0000-7000-8000-000000000002' as PaymentId;
const secret = provider.webhookSecret(tenantId);
const AT = '2026-11-21T10:00:00.750Z';
const SECONDS = String(Math.floor(Date.parse(AT) / 1000));

const notice = (
  type: SimulatorWebhookType = 'payment.succeeded',
  data: Partial<SimulatorWebhook['data']> = {},
): SimulatorWebhook => ({
  type,
  data: {
    paymentId,
    providerReference: referenceOf({ key: paymentId }),
    amount: '100.00',
    currency: 'USD',
    reason: null,
    ...data,
  },
});
const callOf = (webhook: SimulatorWebhook, at = AT): WebhookCall => {
  const { headers, body } = signedWebhook(secret, webhook, at);
  return { tenantId, headers, body: Buffer.from(body), receivedAt: at };
};
/** A genuine signature over any bytes, made without our own code. */
const signedBytes = (body: Buffer, id = 'msg_1'): WebhookCall => {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signed = Buffer.concat([Buffer.from(`${id}.${SECONDS}.`), body]);
  const mac = createHmac('sha256', key).update(signed).digest('base64');
  return {
    tenantId,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': SECONDS,
      'webhook-signature': `v1,${mac}`,
    },
    body,
    receivedAt: AT,
  };
};
const signedJson = (json: unknown): WebhookCall => signedBytes(Buffer.from(JSON.stringify(json)));
const withHeader = (call: WebhookCall, name: string, value: string | undefined): WebhookCall => ({
  ...call,
  headers: { ...call.headers, [name]: value },
});

paymentProviderConformance('simulator in process', {
  fresh: () => simulatorInProcess().provider,
  methods: simulatorMethods,
  remembers: false,
  webhook: (asked, at) =>
    callOf(
      notice('payment.succeeded', {
        paymentId: asked.paymentId,
        providerReference: referenceOf(asked),
      }),
      at,
    ),
});

describe('the methods of the simulator', () => {
  it('are those of docs/simulator.md, known by name, and nothing else is', () => {
    expect(SIMULATOR_METHODS).toEqual([
      'sim:success',
      'sim:decline',
      'sim:manual',
      'sim:timeout-paid',
      'sim:timeout-lost',
      'sim:flaky-3',
      'sim:flaky-3-decline',
      'sim:webhook-first',
      'sim:webhook-five-times',
    ]);
    expect(provider.methods).toBe(SIMULATOR_METHODS);
    expect(SIMULATOR_METHODS.every(isSimulatorMethod)).toBe(true);
    for (const method of ['', 'sim:', 'SIM:SUCCESS', 'sim:success ', 'constructor', '__proto__']) {
      expect(isSimulatorMethod(method)).toBe(false);
    }
  });

  it('give the reference that they always gave for a key', () => {
    expect(referenceOf({ key: 'pay_1' })).toBe('sim_6ec81111d581d10d7725c768');
  });
});

describe('a webhook that the simulator signs', () => {
  it('has the headers and the body that docs/simulator.md shows', () => {
    const { headers, body } = signedWebhook(secret, notice(), AT, 'msg_7');
    expect(headers).toEqual({
      'content-type': 'application/json',
      'webhook-id': 'msg_7',
      'webhook-timestamp': SECONDS,
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    expect(body).toBe(
      `{"type":"payment.succeeded","data":{"paymentId":"${paymentId}",` +
        `"providerReference":"${referenceOf({ key: paymentId })}",` +
        `"amount":"100.00","currency":"USD","reason":null}}`,
    );
  });

  it('convinces the library of Standard Webhooks, as it convinces us', () => {
    const now = new SystemClock().now();
    const { headers, body } = signedWebhook(secret, notice(), now);
    const library = new Webhook(secret);
    expect(library.verify(body, { ...headers })).toEqual(notice());
  });

  it('is named by what it says: the same news is a duplicate, other news is not', () => {
    const idOf = (webhook: SimulatorWebhook) => callOf(webhook).headers['webhook-id'];
    expect(idOf(notice())).toBe(idOf(notice()));
    expect(idOf(notice())).not.toBe(idOf(notice('payment.failed')));
  });
});

describe('the proof of a webhook', () => {
  const call = callOf(notice());
  const signature = call.headers['webhook-signature'] ?? '';
  const wrong = `v1,${Buffer.alloc(32, 1).toString('base64')}`;

  it.each([
    ['one of several signatures', `${wrong} ${signature}`],
    ['one of several, in front', `${signature} ${wrong}`],
    ['one beside another version', `v1a,${wrong.slice(3)} ${signature}`],
  ])('is given by %s', (_what, header) => {
    expect(provider.readWebhook(withHeader(call, 'webhook-signature', header)).kind).toBe(
      'genuine',
    );
  });

  it.each([
    ['no id', 'webhook-id', undefined],
    ['an empty id', 'webhook-id', ''],
    ['another id', 'webhook-id', 'msg_other'],
    ['an id that holds signed content', 'webhook-id', 'a.1.{"'],
    ['an id that was sent twice', 'webhook-id', 'msg_1, msg_1'],
    ['no timestamp', 'webhook-timestamp', undefined],
    ['another timestamp', 'webhook-timestamp', String(Number(SECONDS) + 1)],
    ['a timestamp in words', 'webhook-timestamp', 'now'],
    ['a timestamp with a fraction', 'webhook-timestamp', `${SECONDS}.0`],
    ['a timestamp with an exponent', 'webhook-timestamp', '1e9'],
    ['a negative timestamp', 'webhook-timestamp', `-${SECONDS}`],
    ['a timestamp in milliseconds', 'webhook-timestamp', `${SECONDS}000`],
    ['no signature', 'webhook-signature', undefined],
    ['a wrong signature', 'webhook-signature', wrong],
    ['a wrong version tag', 'webhook-signature', signature.replace('v1,', 'v2,')],
    ['no version tag', 'webhook-signature', signature.replace('v1,', '')],
    ['the tag alone', 'webhook-signature', 'v1,'],
    ['a signature cut short', 'webhook-signature', signature.slice(0, -1)],
    ['letters that are no ASCII', 'webhook-signature', 'ü'.repeat(signature.length)],
  ])('is not given by %s', (_what, name, value) => {
    expect(provider.readWebhook(withHeader(call, name, value)).kind).toBe('forged');
  });

  it('is over the bytes: two bodies that decode alike are two bodies', () => {
    const good = signedBytes(Buffer.from([0x7b, 0xff, 0x7d]));
    expect(provider.readWebhook(good).kind).toBe('genuine');
    const alike = { ...good, body: Buffer.from([0x7b, 0xfe, 0x7d]) };
    expect(provider.readWebhook(alike).kind).toBe('forged');
  });

  it('asks the arrival for the time, and not the machine', () => {
    const old = '2001-01-01T00:00:00.000Z';
    expect(provider.readWebhook(callOf(notice(), old)).kind).toBe('genuine');
  });
});

describe('reading a genuine webhook', () => {
  const aboutOf = (call: WebhookCall) => {
    const reading = provider.readWebhook(call);
    if (reading.kind === 'forged') throw new Error(reading.detail);
    return reading.notice.about;
  };
  const providerReference = referenceOf({ key: paymentId });

  it.each([
    [notice('payment.succeeded'), { kind: 'succeeded', providerReference }],
    [notice('payment.processing'), { kind: 'processing', providerReference }],
    [
      notice('payment.failed', { reason: 'card-stolen' }),
      { kind: 'failed', providerReference, reason: 'card-stolen' },
    ],
    [notice('payment.failed'), { kind: 'failed', providerReference, reason: 'declined' }],
  ])('takes the news that it tells: $type', (webhook, news) => {
    expect(provider.readWebhook(callOf(webhook))).toEqual({
      kind: 'genuine',
      notice: {
        eventId: callOf(webhook).headers['webhook-id'],
        eventType: webhook.type,
        about: { kind: 'payment', paymentId, news, amount: '100.00', currency: 'USD' },
      },
    });
  });

  it.each([
    ['100', 'USD', '100.00'],
    ['100.5', 'USD', '100.50'],
    ['100.000', 'USD', '100.000'],
    ['-5', 'USD', '-5'],
    ['1e3', 'USD', '1e3'],
    ['100', 'XXZ', '100'],
  ])('gives %s %s as %s, and judges no amount', (amount, currency, given) => {
    const about = aboutOf(callOf(notice('payment.succeeded', { amount, currency })));
    expect(about).toMatchObject({ kind: 'payment', amount: given, currency });
  });

  const { data } = notice();
  it.each<readonly [what: string, json: unknown]>([
    ['of an unknown type', { type: 'payment.disputed', data }],
    ['of a type that objects inherit', { type: 'constructor', data }],
    ['without a type', { data }],
    ['with a type that is no string', { type: 1, data }],
    ['that is a list', [notice()]],
    ['that is null', null],
  ])('knows nothing of a body %s', (_what, json) => {
    expect(aboutOf(signedJson(json))).toEqual({ kind: 'nothing-we-know' });
  });

  const bytesOf = (json: unknown) => JSON.stringify(json);
  const said = (changes: object) => ({ type: 'payment.succeeded', data: { ...data, ...changes } });
  it.each<readonly [what: string, json: unknown, field: string, named: PaymentId | null]>([
    ['data', { type: 'payment.succeeded' }, 'data', null],
    ['data that are null', { type: 'payment.succeeded', data: null }, 'data', null],
    ['an amount that is a number', said({ amount: 100 }), 'data.amount', paymentId],
    ['no amount', said({ amount: undefined }), 'data.amount', paymentId],
    ['no currency', said({ currency: undefined }), 'data.currency', paymentId],
    ['no reference', said({ providerReference: '' }), 'data.providerReference', paymentId],
    ['a malformed payment id', said({ paymentId: 'pay_1' }), 'data.paymentId', null],
    [
      'the id of a deposit',
      said({ paymentId: paymentId.replace('pay', 'dep') }),
      'data.paymentId',
      null,
    ],
    ['a reason that is no text', said({ reason: {} }), 'data.reason', paymentId],
  ])('says what it cannot read of a payment: %s', (_what, json, field, named) => {
    expect(aboutOf(signedJson(json))).toEqual({
      kind: 'unreadable',
      paymentId: named,
      detail: `A webhook of the type payment.succeeded cannot be read: ${field}.`,
    });
  });

  it.each([
    ['no JSON', Buffer.from('{"type":')],
    ['empty', Buffer.alloc(0)],
    ['bad UTF-8', Buffer.from(JSON.stringify(notice()).replace('USD', 'ü'), 'latin1')],
    ['20,000 levels deep', Buffer.from('['.repeat(20_000) + ']'.repeat(20_000))],
    ['with a key twice', bytesOf(notice()).replace('{"type"', '{"type":"payment.failed","type"')],
    ['with U+0000 in it', bytesOf(said({ reason: 'a\u0000b' }))],
    ['with a lone surrogate in it', bytesOf(said({ reason: 'a\ud800' }))],
  ])('cannot read a body that is %s: it decides nothing', (_what, body) => {
    expect(provider.readWebhook(signedBytes(Buffer.from(body)))).toEqual({
      kind: 'genuine',
      notice: {
        eventId: 'msg_1',
        eventType: 'unreadable',
        about: {
          kind: 'unreadable',
          paymentId: null,
          detail: expect.stringMatching(/^A webhook cannot be read\. [A-Z][^"]*\.$/) as string,
        },
      },
    });
  });

  it('keeps the name of a type that it does not know', () => {
    expect(provider.readWebhook(signedJson({ type: 'payment.disputed', data }))).toMatchObject({
      notice: { eventType: 'payment.disputed' },
    });
  });

  it('passes over fields that it does not know', () => {
    const json = { ...notice(), timestamp: AT, data: { ...data, fee: '1.00' } };
    expect(aboutOf(signedJson(json))).toEqual(aboutOf(callOf(notice())));
  });

  it('never throws, whatever was signed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (bytes) => {
          expect(provider.readWebhook(signedBytes(Buffer.from(bytes))).kind).toBe('genuine');
        },
      ),
    );
  });

  it('never throws, whatever the headers are', () => {
    const header = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    fc.assert(
      fc.property(header, header, header, (id, timestamp, signature) => {
        const headers = {
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signature,
        };
        const call = { tenantId, headers, body: Buffer.from('{}'), receivedAt: AT };
        expect(provider.readWebhook(call).kind).toBe('forged');
      }),
    );
  });
});
