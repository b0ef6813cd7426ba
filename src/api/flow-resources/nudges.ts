import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { AskAfterPaymentTask } from '../../flows/payment/payment.messages';
import type { PayingFlow } from '../../flows/payment/payment.state';
import { Clock } from '../../kernel/clock';
import type { FlowState } from '../../kernel/flow-state';
import { LOGGER } from '../../logging/logger.token';
import { Outbox } from '../../store/store.port';

/** A provider is asked after one payment no sooner than so long after the last answer (ms). */
const AT_MOST_EVERY = 10_000;

/**
 * A client that looks at a payment that is `unknown` wants to know: the next question to its
 * provider is brought forward, beside the answer.
 */
@Injectable()
export class Nudges {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Comes back at once, and never throws: a fault is logged. */
  lookedAt(flow: FlowState): void {
    if ((flow as Partial<PayingFlow>).payment?.status !== 'unknown') return;
    setImmediate(() => void this.hasten(flow));
  }

  private async hasten({ tenantId, id }: FlowState): Promise<void> {
    const now = this.clock.millis();
    const { type } = AskAfterPaymentTask;
    try {
      const waitingSince = now - AT_MOST_EVERY;
      await this.outbox.hasten({ tenantId, stream: id, type, now, waitingSince });
    } catch (err) {
      this.logger.error({ err, flowId: id }, 'a question could not be brought forward');
    }
  }
}
