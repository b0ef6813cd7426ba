import type { FlowState } from '../kernel/flow-state';
import type { Ids } from '../kernel/ids';
import type { Message } from '../kernel/message';
import type { Projection, Recorded } from '../kernel/projection';
import { carryOut, type Effect } from './effects';
import type { World } from './world';

interface Meaning {
  readonly next: ((state: FlowState | undefined, event: Message) => FlowState)[];
  readonly effects: ((event: Recorded) => readonly Effect[])[];
}

const NO_MEANING: Meaning = { next: [], effects: [] };

/** Reads what events mean from the modules' projection rows, live and in a rebuild alike. */
export class Projector {
  private readonly meanings = new Map<string, Meaning>();

  constructor(readonly projections: readonly Projection[]) {
    for (const row of projections.flatMap(({ rows }) => rows)) {
      const meaning = this.meanings.get(row.event.type) ?? { next: [], effects: [] };
      if (row.kind === 'state') meaning.next.push(row.next);
      else meaning.effects.push(row.effects as (event: Recorded) => readonly Effect[]);
      this.meanings.set(row.event.type, meaning);
    }
  }

  /** Names and numbers an answer, writes it to the log of this layer, and applies it. */
  record(world: World, answer: Message, ids: Ids): Recorded {
    const { stream, tenantId, at, causationId } = answer.meta;
    const id = ids.next('evt');
    const sequence = world.sequenceOf(stream.id) + 1;
    const recorded: Recorded = {
      id,
      sequence,
      type: answer.type,
      data: answer.data,
      meta: answer.meta,
    };
    world.append({
      tenantId,
      id,
      type: answer.type,
      stream,
      sequence,
      occurredAt: at,
      causationId,
      data: JSON.stringify(answer.data),
    });
    this.apply(world, recorded);
    return recorded;
  }

  /** What the event means for the state; it has been written to the log already. */
  apply(world: World, event: Recorded): void {
    const { next, effects } = this.meanings.get(event.type) ?? NO_MEANING;
    for (const advance of next) this.advance(world, event, advance);
    for (const list of effects) {
      for (const effect of list(event)) carryOut(world, effect, event);
    }
    if (next.length === 0) this.keepCount(world, event);
  }

  private advance(world: World, event: Recorded, next: Meaning['next'][number]): void {
    const { tenantId, stream, at } = event.meta;
    const state = next(world.flow(tenantId, stream.id)?.state, event);
    world.putFlow({ state: { ...state, updatedAt: at }, sequence: event.sequence });
  }

  /** A generic event changes no flow's state, but it is one more event of its flow. */
  private keepCount(world: World, event: Recorded): void {
    const flow = world.flow(event.meta.tenantId, event.meta.stream.id);
    if (flow !== undefined) world.putFlow({ ...flow, sequence: event.sequence });
  }
}
