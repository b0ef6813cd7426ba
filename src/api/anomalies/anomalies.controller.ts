import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { anomalyView, shownAnomaly, type AnomalyView } from './anomaly.view';

/** What providers said and nobody believed, and the payments that have not ended in time. */
@Chapter('Providers')
@Controller('v1/anomalies')
export class AnomaliesController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
  ) {}

  @Documented({
    operationId: 'listAnomalies',
    summary: 'List the payments that want a human being',
    description:
      'What a provider said and nobody believed: another amount than the payment’s, say, or an end that ' +
      'contradicts the recorded one, or a webhook that cannot be read. And, as `payment-overdue`, our own word on a payment that had no end at ' +
      'its deadline. Nothing of it moved money.',
    answers: { 200: listOf('AnomalyList', shownAnomaly) },
  })
  @Get()
  list(
    @QueryOf(pageQuery) query: AskedPage,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<AnomalyView>> {
    return this.lists.page(
      { tenantId, list: listNamed('anomalies') },
      query,
      (page) => this.reads.anomalies(tenantId, page),
      anomalyView,
    );
  }
}
