import { isTrial, type Carried, type Reply } from '../../engine/order';
import type { FlowState } from '../../kernel/flow-state';
import type { MessageClass } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';
import { created, leftBehind, ok, refusalReply, repliesTo, type ReplyRow } from '../edge/reply-row';

/** A kind of flow as a resource: where it lives, how it is shown, and how it says no. */
export interface FlowResource<Request, S extends FlowState> {
  readonly command: MessageClass<Request>;
  readonly rejected: { readonly type: string };
  /** As `/v1/deposits`. */
  readonly path: string;
  readonly viewOf: (flow: S) => object;
}

/** The row of one kind of flow: created, refused with what the rule tells, or only tried out. */
export const flowReplies = <Request, S extends FlowState>(
  resource: FlowResource<Request, S>,
): readonly ReplyRow[] => [
  repliesTo(
    resource.command,
    () => resource.path,
    (_data, carried) => replyOf(resource, carried),
  ),
];

function replyOf<S extends FlowState>(resource: FlowResource<never, S>, carried: Carried): Reply {
  const { order, world } = carried;
  const flow = leftBehind(world.flow(order.tenantId, order.stream.id), 'flow').state as S;
  if (flow.status === 'rejected') return refused(resource, flow, carried);
  return isTrial(order)
    ? tried(resource.viewOf(flow), carried)
    : created(resource.viewOf(flow), `${resource.path}/${flow.id}`);
}

/** What would be recorded and created; the ids in it are those of nothing. */
export const tried = (resource: object, { events }: Carried): Reply =>
  ok({ dryRun: true, events: events.map(({ type, data }) => ({ type, data })), resource });

/** The flow stays readable under its id; one that was only tried out is not named. */
function refused(
  { rejected, path }: Pick<FlowResource<never, never>, 'rejected' | 'path'>,
  { id }: FlowState,
  { order, events }: Carried,
): Reply {
  const event = leftBehind(
    events.find(({ type }) => type === rejected.type),
    rejected.type,
  );
  const { refusal } = event.data as { readonly refusal: Refused };
  return refusalReply(refusal, path, isTrial(order) ? {} : { flowId: id });
}
