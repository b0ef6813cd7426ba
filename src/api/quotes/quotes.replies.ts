import { CreateQuoteCommand } from '../../rates/quotes.messages';
import { created, leftBehind, repliesTo, type ReplyRow } from '../edge/reply-row';
import { quoteView } from './quote.view';

export const quoteReplies: readonly ReplyRow[] = [
  repliesTo(
    CreateQuoteCommand,
    () => '/v1/quotes',
    ({ quoteId }, { order, world, meta }) =>
      created(
        quoteView(leftBehind(world.quote(order.tenantId, quoteId), 'quote'), meta.at),
        `/v1/quotes/${quoteId}`,
      ),
  ),
];
