import type { FlowState } from '../../kernel/flow-state';
import type { Posting, StoredEvent } from '../../store/records';
import { recordedView } from '../events/event.view';

/** One leg of an entry: `account` is a customer's, or one of the tenant's own, as `fx`. */
const postingView = ({ entryId, account, side, amount, currency }: Posting) => ({
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
) => ({
  id,
  kind,
  status,
  events: events.map(recordedView),
  postings: postings.map(postingView),
});

export type FlowView = ReturnType<typeof flowView>;
