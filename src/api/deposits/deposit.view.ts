import type { Deposit } from '../../flows/deposit/deposit.state';
import { paidFlowParts } from '../flow-resources/paid-flow.view';

/** A deposit as the API shows it. */
export const depositView = (flow: Deposit) => {
  const { status, accountId, ...parts } = paidFlowParts(flow);
  return {
    id: flow.id,
    object: 'deposit' as const,
    status,
    accountId,
    source: flow.source,
    ...parts,
  };
};

export type DepositView = ReturnType<typeof depositView>;
