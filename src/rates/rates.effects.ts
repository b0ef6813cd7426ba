import type { TenantId } from '../kernel/ids';
import { effects, projection } from '../kernel/projection';
import type { PinnedRate } from './rate';
import { RatePinnedEvent, RateUnpinnedEvent } from './rates.messages';

/** What an event does to the tenant's pinned rates; carried out by the engine. */
export type RateEffect =
  | { readonly kind: 'pin-rate'; readonly rate: PinnedRate }
  | {
      readonly kind: 'unpin-rate';
      readonly tenantId: TenantId;
      readonly base: string;
      readonly quote: string;
    };

export const ratesProjection = projection(
  'rates',
  effects(
    RatePinnedEvent,
    ({ base, quote, value, inverse, asOf }, { tenantId }): readonly RateEffect[] => [
      {
        kind: 'pin-rate',
        rate: { tenantId, base, quote, value, inverse, asOf, source: 'manual' },
      },
    ],
  ),
  effects(RateUnpinnedEvent, ({ base, quote }, { tenantId }): readonly RateEffect[] => [
    { kind: 'unpin-rate', tenantId, base, quote },
  ]),
);
