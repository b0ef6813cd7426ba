import { z } from 'zod';
import type { FlowState } from '../../kernel/flow-state';
import type { Posting, StoredEvent } from '../../store/records';
import { shownAmount, shownCurrency, shownFlowId, shownId } from '../edge/shown';
import { recordedView, shownRecorded } from '../events/event.view';
import { shownFlowStatus } from '../flow-resources/paid-flow.view';

const shownPosting = z
  .strictObject({
    entryId: shownId('ent'),
    account: z.string().describe('A customer’s account, or one of your own, as `fx`.'),
    side: z.enum(['debit', 'credit']),
    amount: shownAmount,
    currency: shownCurrency,
  })
  .meta({ id: 'Posting' });

export const shownFlow = z
  .strictObject({
    id: shownFlowId,
    kind: z.enum(['deposit', 'withdraw', 'transfer']),
    status: shownFlowStatus,
    events: z.array(shownRecorded),
    postings: z.array(shownPosting),
  })
  .meta({ id: 'Flow', description: 'The events of a flow, and what they posted.' });

export type FlowView = z.infer<typeof shownFlow>;

/** One leg of an entry: `account` is a customer's, or one of the tenant's own, as `fx`. */
const postingView = ({
  entryId,
  account,
  side,
  amount,
  currency,
}: Posting): z.infer<typeof shownPosting> => ({
  entryId,
  account,
  side,
  amount,
  currency,
});

/** A flow as its log tells it: what was recorded, and what was posted by it. */
export const flowView = (
  { id, kind, status }: FlowState,
  events: readonly StoredEvent[],
  postings: readonly Posting[],
): FlowView => ({
  id,
  kind,
  status,
  events: events.map(recordedView),
  postings: postings.map(postingView),
});
