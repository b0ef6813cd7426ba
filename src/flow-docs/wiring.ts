import type { Arrow, Flow } from '../kernel/flow';
import type { MessageClass } from '../kernel/message';
import type { FlowParts, HandlerPart } from './parts';

/** The command that an arrow leads to, at once or when the outside world has answered. */
export const commandAfter = ({ leadsTo }: Arrow): MessageClass =>
  leadsTo.kind === 'command' ? leadsTo.command : leadsTo.answeredBy;

const isGeneric = ({ sees }: Flow): boolean => sees === 'every-flow';

/** What was met on a walk along the arrows, in the order in which it was met. */
export interface Walk {
  readonly events: readonly string[];
  readonly commands: readonly string[];
}

/** The arrows and answers that one kind of flow runs along: its own table and the generic ones. */
export class Wiring {
  private readonly arrows = new Map<string, readonly Arrow[]>();
  private readonly handlers: ReadonlyMap<string, HandlerPart>;
  private readonly targeted: ReadonlySet<string>;

  constructor(
    readonly tables: readonly Flow[],
    handlers: readonly HandlerPart[],
  ) {
    const all = tables.flatMap((table) => table.arrows);
    for (const arrow of all) {
      this.arrows.set(arrow.event.type, [...this.arrowsFrom(arrow.event.type), arrow]);
    }
    this.handlers = new Map(handlers.map((handler) => [handler.command.type, handler]));
    this.targeted = new Set(all.map((arrow) => commandAfter(arrow).type));
  }

  /** The wiring of one table's flows. */
  static of({ tables, handlers }: FlowParts, own: Flow): Wiring {
    return new Wiring(
      [own, ...tables.filter((table) => isGeneric(table) && table !== own)],
      handlers,
    );
  }

  arrowsFrom(event: string): readonly Arrow[] {
    return this.arrows.get(event) ?? [];
  }

  /** Undefined for a command that nobody answers. */
  handlerOf(command: string): HandlerPart | undefined {
    return this.handlers.get(command);
  }

  answersTo(command: string): readonly string[] {
    return this.handlerOf(command)?.answers.map(({ type }) => type) ?? [];
  }

  /** True when some arrow leads to the command. */
  isTargeted(command: string): boolean {
    return this.targeted.has(command);
  }

  /** From these commands as far as the arrows go; `without` is an event that is not passed. */
  walk(commands: readonly string[], without?: string): Walk {
    const events = new Set<string>();
    const sent = new Set<string>();
    const send = (command: string): void => {
      if (sent.has(command)) return;
      sent.add(command);
      this.answersTo(command).forEach(record);
    };
    const record = (event: string): void => {
      if (events.has(event) || event === without) return;
      events.add(event);
      for (const arrow of this.arrowsFrom(event)) send(commandAfter(arrow).type);
    };
    commands.forEach(send);
    return { events: [...events], commands: [...sent] };
  }

  /** From an event on; the event itself is not part of it unless it comes round again. */
  walkFrom(event: string): Walk {
    return this.walk(this.arrowsFrom(event).map((arrow) => commandAfter(arrow).type));
  }
}
