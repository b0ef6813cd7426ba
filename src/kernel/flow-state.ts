import type { Instant } from './clock';
import type { AccountId, FlowId, PaymentId, TenantId } from './ids';
import type { FlowKind } from './message';

export type FlowStatus = 'pending' | 'completed' | 'failed' | 'rejected';

/** What every flow remembers of itself; each kind of flow adds its own. */
export interface FlowState {
  readonly tenantId: TenantId;
  readonly id: FlowId;
  readonly kind: FlowKind;
  readonly status: FlowStatus;
  /** The customers' accounts that it touches: one, or (a transfer) the debited and the credited. */
  readonly accountIds: readonly AccountId[];
  readonly paymentId: PaymentId | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}
