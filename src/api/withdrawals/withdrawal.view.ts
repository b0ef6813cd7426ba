import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
import { paidFlowParts } from '../flow-resources/paid-flow.view';

/** A withdrawal as the API shows it. */
export const withdrawalView = (flow: Withdrawal) => {
  const { status, accountId, ...parts } = paidFlowParts(flow);
  return {
    id: flow.id,
    object: 'withdrawal' as const,
    status,
    accountId,
    destination: flow.destination,
    ...parts,
  };
};

export type WithdrawalView = ReturnType<typeof withdrawalView>;
