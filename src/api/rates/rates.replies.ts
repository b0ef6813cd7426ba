import { PinRateCommand, UnpinRateCommand } from '../../rates/rates.messages';
import { rateView } from '../edge/rate.view';
import { leftBehind, noContent, ok, repliesTo, type ReplyRow } from '../edge/reply-row';

interface Pair {
  readonly base: string;
  readonly quote: string;
}

const pathOf = ({ base, quote }: Pair): string => `/v1/rates/${base}/${quote}`;

export const rateReplies: readonly ReplyRow[] = [
  repliesTo(PinRateCommand, pathOf, ({ base, quote }, { order, world }) =>
    ok(rateView(leftBehind(world.rateBook(order.tenantId).find(base, quote), 'pinned rate'))),
  ),
  repliesTo(UnpinRateCommand, pathOf, () => noContent),
];
