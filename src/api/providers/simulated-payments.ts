import { Injectable } from '@nestjs/common';
import type { PayingFlow, Payment } from '../../flows/payment/payment.state';
import type { PaymentId, TenantId } from '../../kernel/ids';
import type { PaymentOrder } from '../../providers/provider.port';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { SIMULATOR } from './simulator-name';

/** The payments that the simulator was asked for, or soon will be. */
@Injectable()
export class SimulatedPayments {
  constructor(private readonly reads: ReadStore) {}

  /**
   * Throws `not-found` for a payment that does not exist, that another provider makes, or that was
   * cancelled: it has never reached the simulator, and never will.
   */
  async find(tenantId: TenantId, id: PaymentId): Promise<PaymentOrder> {
    const flow = (await this.reads.flowOfPayment(tenantId, id)) as PayingFlow | undefined;
    const { paymentId, direction, amount, method } = found(simulatedIn(flow), 'payment');
    return { tenantId, paymentId, key: paymentId, direction, amount, method };
  }
}

const simulatedIn = (flow: PayingFlow | undefined): Payment | undefined =>
  flow?.payment?.provider === SIMULATOR && !isCancelled(flow.payment) ? flow.payment : undefined;

/** Whoever declines a payment has a reference for it. */
const isCancelled = ({ status, providerReference }: Payment): boolean =>
  status === 'failed' && providerReference === null;
