import { answersOf, TurnedAway } from '../kernel/answers';
import type { EventId, TenantId } from '../kernel/ids';
import type { Message, Meta } from '../kernel/message';
import type { Found } from '../kernel/outcome';
import { PinRateHandler } from './pin-rate.handler';
import { PinnedRates } from './pinned-rates.port';
import type { PinnedRate } from './rate';
import { ratesProjection } from './rates.effects';
import {
  PinRateCommand,
  RatePinnedEvent,
  RateUnpinnedEvent,
  UnpinRateCommand,
} from './rates.messages';
import { UnpinRateHandler } from './unpin-rate.handler';

const tenantId = 'ten_1' as TenantId;
const meta: Meta = {
  tenantId,
  stream: { kind: 'tenant', id: tenantId },
  causationId: 'req_1',
  at: '2026-11-21T10:00:00.000Z',
};
const pair = { base: 'USD', quote: 'EUR' };
const pinned: PinnedRate = {
  ...pair,
  tenantId,
  value: '0.92',
  inverse: '1.08695652173913043',
  asOf: meta.at,
  source: 'manual',
};

class Pins extends PinnedRates {
  constructor(private readonly rates: readonly PinnedRate[]) {
    super();
  }
  find(tenant: TenantId, base: string, quote: string): Found<'rate', PinnedRate> {
    const rate = this.rates.find(
      (one) => one.tenantId === tenant && one.base === base && one.quote === quote,
    );
    return rate ? { kind: 'found', rate } : { kind: 'missing' };
  }
}

const effectsOf = (event: Message) =>
  ratesProjection.rows.flatMap((row) =>
    row.kind === 'effect' && row.event.type === event.type
      ? row.effects({ ...event, id: 'evt_1' as EventId, sequence: 1 })
      : [],
  );

describe('pinning a rate', () => {
  const pin = (data: { base: string; quote: string; value: string }) =>
    new PinRateHandler().execute(new PinRateCommand(data, meta));

  it('records the rate, its inverse, and the time of the request', () => {
    expect(pin({ ...pair, value: '0.92' })).toEqual(
      new RatePinnedEvent(
        { ...pair, value: '0.92', inverse: '1.08695652173913043', asOf: meta.at },
        meta,
      ),
    );
  });

  it('refuses a currency in itself, which is always worth 1', () => {
    const answer = pin({ base: 'EUR', quote: 'EUR', value: '2' });
    expect(answer).toBeInstanceOf(TurnedAway);
    expect(answer).toMatchObject({ refusal: { code: 'invalid-field' } });
  });

  it('puts the rate, with the inverse that was recorded, into the tenant’s pins', () => {
    expect(effectsOf(pin({ ...pair, value: '0.92' }) as RatePinnedEvent)).toEqual([
      { kind: 'pin-rate', rate: pinned },
    ]);
  });
});

describe('unpinning a rate', () => {
  const unpin = (pins: readonly PinnedRate[], data: { base: string; quote: string }) =>
    new UnpinRateHandler(new Pins(pins)).execute(new UnpinRateCommand(data, meta));

  it('records it, and takes the rate out of the tenant’s pins', () => {
    const answer = unpin([pinned], pair);
    expect(answer).toEqual(new RateUnpinnedEvent(pair, meta));
    expect(effectsOf(answer as RateUnpinnedEvent)).toEqual([
      { kind: 'unpin-rate', tenantId, ...pair },
    ]);
  });

  it.each([
    ['nothing', []],
    ['the opposite pair only', [{ ...pinned, base: 'EUR', quote: 'USD' }]],
    ['the same pair, by another tenant', [{ ...pinned, tenantId: 'ten_2' as TenantId }]],
  ])('answers not-found when what is pinned is %s', (_what, pins) => {
    expect(unpin(pins, pair)).toMatchObject({
      type: 'turned-away',
      refusal: { code: 'not-found' },
    });
  });
});

describe('the handlers of rates', () => {
  it('say what they may answer', () => {
    expect(answersOf(PinRateHandler)).toEqual([RatePinnedEvent, TurnedAway]);
    expect(answersOf(UnpinRateHandler)).toEqual([RateUnpinnedEvent, TurnedAway]);
  });
});
