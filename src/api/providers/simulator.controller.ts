import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { ProblemError } from '../../http/problems/problem';
import { Chapter, Documented } from '../../http/openapi/documented';
import { JsonBody } from '../../http/validation/inputs';
import type { PaymentId } from '../../kernel/ids';
import { Simulator } from '../../providers/simulator.port';
import { SimulatedPayments } from './simulated-payments';
import { SIMULATOR } from './simulator-name';
import { paymentPath, settlement, type Settlement } from './simulator.schemas';
import {
  shownSettlement,
  shownSimulator,
  type SettlementView,
  type SimulatorView,
} from './simulator.view';

/** The built-in provider, as its operator sees it: in process, or where it runs on its own. */
@Chapter('Providers')
@AdminOnly()
@Controller(`v1/providers/${SIMULATOR}`)
export class SimulatorController {
  constructor(
    private readonly simulator: Simulator,
    private readonly payments: SimulatedPayments,
  ) {}

  @Documented({
    operationId: 'readSimulator',
    summary: 'Read the built-in provider',
    answers: { 200: shownSimulator },
  })
  @Get()
  @Header('cache-control', 'no-store')
  show(@Caller() { tenantId }: CallerOf): SimulatorView {
    return {
      object: 'provider',
      name: SIMULATOR,
      methods: this.simulator.methods,
      webhookUrl: this.simulator.webhookUrl(tenantId),
      webhookSecret: this.simulator.webhookSecret(tenantId),
    };
  }

  @Documented({
    operationId: 'settleSimulatedPayment',
    summary: 'Decide how a simulated payment goes on',
    description:
      'By a webhook: it arrives after the answer to this call. A payment that was cancelled has never ' +
      'reached the provider, which knows nothing of it.',
    answers: { 202: shownSettlement },
    refuses: ['provider-unavailable'],
    example: { outcome: 'succeeded' },
  })
  @Post('payments/:paymentId/settle')
  @HttpCode(202)
  async settle(
    @Param('paymentId', { schema: paymentPath }) paymentId: PaymentId,
    @JsonBody(settlement) body: Settlement,
    @Caller() { tenantId }: CallerOf,
  ): Promise<SettlementView> {
    const settled = await this.simulator.settle(
      await this.payments.find(tenantId, paymentId),
      body,
    );
    if (settled.kind === 'unavailable') {
      throw new ProblemError('provider-unavailable', settled.detail);
    }
    return { webhook: settled.webhook };
  }
}
