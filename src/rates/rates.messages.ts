import type { Instant } from '../kernel/clock';
import { message } from '../kernel/message';

interface Pair {
  readonly base: string;
  readonly quote: string;
}

/** `value` is units of `quote` for one `base`, already parsed: a canonical decimal above zero. */
export class PinRateCommand extends message('rate.pin')<Pair & { readonly value: string }> {}

/** The inverse stands in the event, so that no replay computes it a second time. */
export class RatePinnedEvent extends message('rate.pinned')<
  Pair & { readonly value: string; readonly inverse: string; readonly asOf: Instant }
> {}

export class UnpinRateCommand extends message('rate.unpin')<Pair> {}
export class RateUnpinnedEvent extends message('rate.unpinned')<Pair> {}
