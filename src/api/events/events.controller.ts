import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Cursors } from '../../http/cursors';
import { Chapter, Documented, listOf } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { ReadStore } from '../../store/store.port';
import { listNamed, type ListAnswer } from '../edge/lists';
import { EventFilters } from './event-filters';
import { eventView, shownEvent, type EventView } from './event.view';
import { eventsQuery, type EventsQuery } from './events.schemas';

/** The tenant's whole log, in the order in which it was committed. */
@Chapter('Events')
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly reads: ReadStore,
    private readonly cursors: Cursors,
    private readonly filters: EventFilters,
  ) {}

  @Documented({
    operationId: 'listEvents',
    summary: 'Read the log',
    description: 'Everything that happened, in the order in which it was committed.',
    answers: { 200: listOf('EventList', shownEvent) },
  })
  @Get()
  async list(
    @QueryOf(eventsQuery) query: EventsQuery,
    @Caller() { tenantId }: CallerOf,
  ): Promise<ListAnswer<EventView>> {
    const { type, flowId, accountId, limit, cursor } = query;
    const where = {
      tenantId,
      list: listNamed('events', { type: type?.text, flowId, accountId }),
    };
    const after = query.after ?? Number(this.cursors.read(where, cursor) ?? 0);
    // One more than is shown: it says whether there is a next page.
    const found = await this.reads.events(tenantId, {
      after,
      limit: limit + 1,
      ...this.filters.of(query),
    });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : String(last.position);
    return { data: shown.map(eventView), nextCursor: this.cursors.write(where, next) };
  }
}
