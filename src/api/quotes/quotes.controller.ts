import { Controller, Get, Param, Post } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, located } from '../../http/openapi/documented';
import { JsonBody } from '../../http/validation/inputs';
import { Clock } from '../../kernel/clock';
import { Ids, type QuoteId } from '../../kernel/ids';
import { moneyOf } from '../../money';
import { CreateQuoteCommand } from '../../rates/quotes.messages';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { OrderDesk } from '../edge/order-desk';
import { Submitted, type Submission } from '../edge/submission';
import { quoteView, shownQuote, type QuoteView } from './quote.view';
import { newQuote, quotePath, type NewQuote } from './quotes.schemas';

/** Rates that are kept for one flow: asked for, and read. */
@Chapter('Quotes')
@Controller('v1/quotes')
export class QuotesController {
  constructor(
    private readonly desk: OrderDesk,
    private readonly reads: ReadStore,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  @Documented({
    operationId: 'createQuote',
    summary: 'Create a quote',
    description:
      'For one flow of exactly this amount, which names it as its `quoteId` within 300 seconds. A flow ' +
      'that is refused leaves it open.',
    answers: { 201: located(shownQuote) },
    refuses: ['unsupported-pair', 'rate-unavailable'],
    example: { from: 'EUR', to: 'USD', amount: '100.00' },
  })
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
      currencies: [
        { pointer: '/from', code: from },
        { pointer: '/to', code: to },
      ],
    });
  }

  @Documented({
    operationId: 'readQuote',
    summary: 'Read a quote',
    answers: { 200: shownQuote },
  })
  @Get(':id')
  async read(
    @Param('id', { schema: quotePath }) id: QuoteId,
    @Caller() { tenantId }: CallerOf,
  ): Promise<QuoteView> {
    return quoteView(found(await this.reads.quote(tenantId, id), 'quote'), this.clock.now());
  }
}
