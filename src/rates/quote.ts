import type { Instant } from '../kernel/clock';
import type { FlowId, QuoteId, TenantId } from '../kernel/ids';
import type { Money } from '../money';
import type { Rate } from './rate';

/** The rate of one pair for one amount, kept for a while and for one flow. */
export interface Quote {
  readonly tenantId: TenantId;
  readonly id: QuoteId;
  /** What a flow must ask for to be served by it, to the last digit. */
  readonly from: Money;
  /** The currency that it is turned into. */
  readonly to: string;
  /** The market's rate as it was then; the spread is not in it. */
  readonly rate: Rate;
  /** The tenant's spread as it was then. */
  readonly spreadBasisPoints: number;
  readonly createdAt: Instant;
  /** From this moment on it cannot be used. */
  readonly expiresAt: Instant;
  /** The flow that was validated with it; null while it is open. */
  readonly usedBy: FlowId | null;
}
