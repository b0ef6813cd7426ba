import { Injectable } from '@nestjs/common';
import { CancelPaymentCommand } from '../../flows/payment/payment.messages';
import type { FlowState } from '../../kernel/flow-state';
import { OrderDesk } from '../edge/order-desk';
import type { Submission } from '../edge/submission';
import { FlowReader, type ShownFlow } from './flow-reader';

/** Cancels deposits and withdrawals that their provider certainly does not have. */
@Injectable()
export class Cancelling {
  constructor(
    private readonly desk: OrderDesk,
    private readonly flows: FlowReader,
  ) {}

  /** Throws `not-found` for an id of another tenant, or of another kind of flow. */
  async cancel<S extends FlowState, View>(
    shown: ShownFlow<S, View>,
    id: string,
    submission: Submission,
    dryRun: boolean,
  ): Promise<Buffer | undefined> {
    const flow = await this.flows.flow(shown, submission.caller.tenantId, id);
    return this.desk.place(submission, {
      command: CancelPaymentCommand,
      data: {},
      stream: { kind: flow.kind, id: flow.id },
      touches: { accountIds: flow.accountIds, tasksOf: [flow.id] },
      dryRun,
    });
  }
}
