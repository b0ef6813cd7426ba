import { Controller, Get, Param, Post } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody } from '../../http/validation/inputs';
import { Clock } from '../../kernel/clock';
import { Ids, type QuoteId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import { CreateQuoteCommand } from '../../rates/quotes.messages';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { quoteView, type QuoteView } from './quote.view';
import { newQuote, quotePath, type NewQuote } from './quotes.schemas';

/** Rates that are kept for one flow: asked for, and read. */
@Controller('v1/quotes')
export class QuotesController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Post()
  create(
    @JsonBody(newQuote) { from, to, amount }: NewQuote,
    @Submitted() submission: Submission,
  ): Promise<Buffer | undefined> {
    const quoteId = this.ids.next('quo');
    return this.desk.place(submission, {
      command: CreateQuoteCommand,
      data: { quoteId, from: moneyOf(amount, from), to },
      stream: { kind: 'quote', id: quoteId },
    });
  }

  @Get(':id')
  async read(
    @Param('id', { schema: quotePath }) id: QuoteId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<QuoteView> {
    return quoteView(found(await this.reads.quote(tenantId, id), 'quote'), this.clock.now());
  }
}
