import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { isWaitedFor, orderOfLetter } from '../../engine/dead-letters';
import { Engine } from '../../engine/engine';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { idText } from '../../http/fields';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { ProblemError } from '../../http/problems/problem';
import { QueryOf } from '../../http/validation/inputs';
import type { DeadLetterId, TenantId } from '../../kernel/ids';
import type { DeadLetter } from '../../store/records';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { OrderDesk } from '../edge/order-desk';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { deadLetterView, shownDeadLetter, type DeadLetterView } from './dead-letter.view';

/** Messages that could not be carried, and were kept whole. */
@Chapter('Dead letters')
@Controller('v1/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
    private readonly desk: OrderDesk,
    private readonly engine: Engine,
  ) {}

  @Documented({
    operationId: 'listDeadLetters',
    summary: 'List dead letters',
    answers: { 200: listOf('DeadLetterList', shownDeadLetter) },
  })
  @Get()
  list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId, role }: CallerOf,
  ): Promise<ListAnswer<DeadLetterView>> {
    return this.lists.page(
      { tenantId, list: listNamed('dead-letters') },
      query,
      (page) => this.reads.deadLetters(tenantId, page),
      (letter) => deadLetterView(letter, role),
    );
  }

  @Documented({
    operationId: 'retryDeadLetter',
    summary: 'Retry a dead letter',
    description:
      'One that was carried already, or was discarded, has no further effect. One that is turned away for now, as for want of a rate, stays `parked`.',
    answers: { 200: shownDeadLetter },
  })
  @AdminOnly()
  @Post(':id/retry')
  @HttpCode(200)
  async retry(
    @Param('id', { schema: idText('dlt') }) id: DeadLetterId,
    @Caller() { tenantId, role }: CallerOf,
  ): Promise<DeadLetterView> {
    await this.desk.carry(orderOfLetter(await this.letter(tenantId, id)));
    return deadLetterView(await this.letter(tenantId, id), role);
  }

  @Documented({
    operationId: 'discardDeadLetter',
    summary: 'Give up a dead letter',
    description:
      'Its message is never carried then: for a request whose sender has sent it again, under another key or none. ' +
      'Under its own key the request is a new one, as if it had never come. One that was carried already stays `resolved`. ' +
      'What a provider has told of a payment is not given up: its flow waits for it.',
    answers: { 200: shownDeadLetter },
    refuses: ['dead-letter-needed'],
  })
  @AdminOnly()
  @Post(':id/discard')
  @HttpCode(200)
  async discard(
    @Param('id', { schema: idText('dlt') }) id: DeadLetterId,
    @Caller() { tenantId, role }: CallerOf,
  ): Promise<DeadLetterView> {
    const letter = await this.letter(tenantId, id);
    if (isWaitedFor(letter)) throw new ProblemError('dead-letter-needed');
    await this.engine.discard(letter);
    return deadLetterView(await this.letter(tenantId, id), role);
  }

  private async letter(tenantId: TenantId, id: DeadLetterId): Promise<DeadLetter> {
    return found(await this.reads.deadLetter(tenantId, id), 'dead letter');
  }
}
