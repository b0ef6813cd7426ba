import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { anomalyView, shownAnomaly, type AnomalyView } from './anomaly.view';

/** What providers said and nobody believed. */
@Chapter('Providers')
@Controller('v1/anomalies')
export class AnomaliesController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
  ) {}

  @Documented({
    operationId: 'listAnomalies',
    summary: 'List what providers said and nobody believed',
    description:
      'Another amount than the payment’s, or an end that contradicts the recorded one. It moved nothing.',
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
