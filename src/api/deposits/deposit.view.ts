import { z } from 'zod';
import type { Deposit } from '../../flows/deposit/deposit.state';
import { shownId } from '../edge/shown';
import { paidFlowFields, paidFlowParts } from '../flow-resources/paid-flow.view';

export const shownDeposit = z
  .strictObject({
    id: shownId('dep'),
    object: z.literal('deposit'),
    source: z.string(),
    ...paidFlowFields,
  })
  .meta({ id: 'Deposit' });

export type DepositView = z.infer<typeof shownDeposit>;

/** A deposit as the API shows it. */
export const depositView = (flow: Deposit): DepositView => {
  const { status, accountId, ...parts } = paidFlowParts(flow);
  return {
    id: flow.id,
    object: 'deposit',
    status,
    accountId,
    source: flow.source,
    ...parts,
  };
};
