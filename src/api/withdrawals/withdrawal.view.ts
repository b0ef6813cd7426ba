import { z } from 'zod';
import type { Withdrawal } from '../../flows/withdraw/withdraw.state';
import { shownId } from '../edge/shown';
import { paidFlowFields, paidFlowParts } from '../flow-resources/paid-flow.view';

export const shownWithdrawal = z
  .strictObject({
    id: shownId('wdr'),
    object: z.literal('withdrawal'),
    destination: z.string(),
    ...paidFlowFields,
  })
  .meta({ id: 'Withdrawal' });

export type WithdrawalView = z.infer<typeof shownWithdrawal>;

/** A withdrawal as the API shows it. */
export const withdrawalView = (flow: Withdrawal): WithdrawalView => {
  const { status, accountId, ...parts } = paidFlowParts(flow);
  return {
    id: flow.id,
    object: 'withdrawal',
    status,
    accountId,
    destination: flow.destination,
    ...parts,
  };
};
