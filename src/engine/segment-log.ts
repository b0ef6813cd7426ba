import type { Logger } from 'pino';
import { isFlowKind } from '../kernel/message';
import { unredacted } from '../logging/logger';
import { isTrial, type Order, type Told } from './order';

/** One line for each segment of a flow, and one for each fault. */
export class SegmentLog {
  private readonly plain: Logger;

  constructor(private readonly logger: Logger) {
    this.plain = unredacted(logger);
  }

  /** A dry run leaves no line: nothing of it has happened. */
  carried({ order, events }: Told, milliseconds: number): void {
    if (events.length === 0 || isTrial(order)) return;
    this.plain.info(
      {
        tenantId: order.tenantId,
        ...named(order),
        events,
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
