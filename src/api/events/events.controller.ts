import { Controller, Get } from '@nestjs/common';
import { Caller, type CallerOf } from '../../http/auth/access';
import { Cursors } from '../../http/cursors';
import { QueryOf } from '../../http/validation/inputs';
import { isId } from '../../kernel/ids';
import { ReadStore, type EventFilter } from '../../store/store.port';
import { listNamed, type ListAnswer } from '../edge/lists';
import { RunningFlows } from '../flows/running-flows';
import { eventView, type EventView } from './event.view';
import { eventsQuery, type EventsQuery } from './events.schemas';

/** The tenant's whole log, in the order in which it was committed. */
@Controller('v1/events')
export class EventsController {
  constructor(
    private readonly reads: ReadStore,
    private readonly cursors: Cursors,
    private readonly flows: RunningFlows,
  ) {}

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
      ...this.filterOf(query),
    });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const next = last === undefined ? null : String(last.position);
    return { data: shown.map(eventView), nextCursor: this.cursors.write(where, next) };
  }

  private filterOf({
    type,
    flowId,
    accountId,
  }: EventsQuery): Pick<EventFilter, 'types' | 'flowId' | 'accountId'> {
    // What is nobody's flow or account has no events, as another tenant's has none.
    if (flowId !== undefined && !isFlowId(flowId)) return { types: [] };
    if (accountId !== undefined && !isId('acc', accountId)) return { types: [] };
    return {
      ...(type !== undefined && this.typesBy(type.matches)),
      ...(flowId !== undefined && { flowId }),
      ...(accountId !== undefined && { accountId }),
    };
  }

  /** A pattern that fits everything needs no list of types, and finds what is not known any more. */
  private typesBy(matches: (type: string) => boolean): Pick<EventFilter, 'types'> {
    const known = this.flows.eventTypes();
    const types = known.filter(matches);
    return types.length === known.length ? {} : { types };
  }
}

const isFlowId = (text: string): boolean =>
  (['dep', 'wdr', 'trf'] as const).some((prefix) => isId(prefix, text));
