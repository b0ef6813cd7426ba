import { Injectable } from '@nestjs/common';
import { isId } from '../../kernel/ids';
import type { EventFilter } from '../../store/store.port';
import { RunningFlows } from '../flows/running-flows';
import type { EventsAsked } from './events.schemas';

/** Which events are meant, whatever part of the log is read. */
export type ChosenEvents = Pick<EventFilter, 'types' | 'flowId' | 'accountId'>;

const isFlowId = (text: string): boolean =>
  (['dep', 'wdr', 'trf'] as const).some((prefix) => isId(prefix, text));

/** From what a query says to what the store looks for. */
@Injectable()
export class EventFilters {
  constructor(private readonly flows: RunningFlows) {}

  of({ type, flowId, accountId }: EventsAsked): ChosenEvents {
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
