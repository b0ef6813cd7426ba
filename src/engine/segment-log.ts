import type { Logger } from 'pino';
import { isFlowKind } from '../kernel/message';
import type { Carried, Order } from './order';

/** One line for each segment of a flow, and one for each fault. */
export class SegmentLog {
  constructor(private readonly logger: Logger) {}

  /** A dry run leaves no line: nothing of it has happened. */
  carried({ order, events }: Carried, milliseconds: number): void {
    const isDryRun = order.origin.kind === 'request' && order.origin.dryRun;
    if (events.length === 0 || isDryRun) return;
    this.logger.info(
      {
        tenantId: order.tenantId,
        ...named(order),
        events: events.map(({ type }) => type),
        ms: Math.round(milliseconds * 1_000) / 1_000,
      },
      'segment',
    );
  }

  fault(order: Order, failures: number, cause: unknown): void {
    this.logger.error(
      {
        tenantId: order.tenantId,
        ...named(order),
        command: order.command.type,
        failures,
        err: cause,
      },
      'segment failed',
    );
  }
}

const named = ({ stream }: Order) =>
  isFlowKind(stream.kind)
    ? { kind: stream.kind, flowId: stream.id }
    : { kind: stream.kind, id: stream.id };
