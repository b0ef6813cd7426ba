import { CancelPaymentCommand } from '../../flows/payment/payment.messages';
import { isTrial, type Carried, type Order, type Reply } from '../../engine/order';
import { leftBehind, ok, repliesTo, type ReplyRow } from '../edge/reply-row';
import { tried, type FlowResource } from './flow-reply';

/** A kind of flow that pays, and so can be cancelled. */
type Cancellable = Pick<FlowResource<never, never>, 'path' | 'viewOf'>;

/** One command cancels flows of every kind; by the kind it is answered. */
export const cancelReplies = (
  resources: Readonly<Record<string, Cancellable>>,
): readonly ReplyRow[] => {
  const resourceOf = ({ stream }: Order): Cancellable =>
    leftBehind(resources[stream.kind], stream.kind);
  return [
    repliesTo(
      CancelPaymentCommand,
      (_data, order) => `${resourceOf(order).path}/${order.stream.id}/cancel`,
      (_data, carried) => cancelled(resourceOf(carried.order), carried),
    ),
  ];
};

function cancelled({ viewOf }: Cancellable, carried: Carried): Reply {
  const { order, world } = carried;
  const flow = leftBehind(world.flow(order.tenantId, order.stream.id), 'flow');
  const shown = viewOf(flow.state as never);
  return isTrial(order) ? tried(shown, carried) : ok(shown);
}
