import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { AdminOnly, Caller, type CallerOf } from '../../http/auth/access';
import { JsonBody } from '../../http/validation/inputs';
import { Clock } from '../../kernel/clock';
import type { PaymentId, TenantId } from '../../kernel/ids';
import { Simulator, type SimulatorWebhook } from '../../providers/simulator.port';
import { ServerAddress } from '../server-address';
import { SimulatedPayments, type SimulatedPayment } from './simulated-payments';
import { SIMULATOR } from './simulator-name';
import { paymentPath, settlement, type Settlement } from './simulator.schemas';

interface SimulatorView {
  readonly object: 'provider';
  readonly name: string;
  readonly methods: readonly string[];
  /** Where this tenant's webhooks go. */
  readonly webhookUrl: string;
  /** What they are signed with. Secrets of real providers are never shown. */
  readonly webhookSecret: string;
}

/** The built-in provider, as its operator sees it. */
@AdminOnly()
@Controller(`v1/providers/${SIMULATOR}`)
export class SimulatorController {
  constructor(
    private readonly simulator: Simulator,
    private readonly payments: SimulatedPayments,
    private readonly address: ServerAddress,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  show(@Caller() { tenantId }: CallerOf): SimulatorView {
    return {
      object: 'provider',
      name: SIMULATOR,
      methods: this.simulator.methods,
      webhookUrl: this.webhookUrl(tenantId),
      webhookSecret: this.simulator.webhookSecret(tenantId),
    };
  }

  /** Says by a webhook how a payment went on; it arrives after the answer to this call. */
  @Post('payments/:paymentId/settle')
  @HttpCode(202)
  async settle(
    @Param('paymentId', { schema: paymentPath }) paymentId: PaymentId,
    @JsonBody(settlement) body: Settlement,
    @Caller() { tenantId }: CallerOf,
  ): Promise<{ readonly webhook: SimulatorWebhook }> {
    const webhook = webhookAbout(await this.payments.find(tenantId, paymentId), body);
    const signed = this.simulator.signed(tenantId, webhook, this.clock.now());
    void this.simulator.send(this.webhookUrl(tenantId), signed);
    return { webhook };
  }

  private webhookUrl(tenantId: TenantId): string {
    return `${this.address.url}/v1/providers/${SIMULATOR}/webhooks/${tenantId}`;
  }
}

const webhookAbout = (
  { paymentId, providerReference, amount }: SimulatedPayment,
  { outcome, reason }: Settlement,
): SimulatorWebhook => ({
  type: `payment.${outcome}`,
  data: {
    paymentId,
    providerReference,
    amount: amount.amount,
    currency: amount.currency,
    reason: outcome === 'failed' ? (reason ?? 'declined') : null,
  },
});
