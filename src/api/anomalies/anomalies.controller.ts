import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, Lists, type ListAnswer } from '../edge/lists';
import { pageQuery, type AskedPage } from '../edge/page-queries';
import { anomalyView, type AnomalyView } from './anomaly.view';

/** What providers said and nobody believed. */
@Controller('v1/anomalies')
export class AnomaliesController {
  constructor(
    private readonly reads: ReadStore,
    private readonly lists: Lists,
  ) {}

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
