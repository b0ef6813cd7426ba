import { Injectable } from '@nestjs/common';
import type { PayingFlow, Payment } from '../../flows/payment/payment.state';
import type { PaymentId, TenantId } from '../../kernel/ids';
import { Providers, type PaymentNews, type ProviderAnswer } from '../../providers/provider.port';
import { ReadStore } from '../../store/store.port';
import { found } from '../edge/found';
import { SIMULATOR } from './simulator-name';

export type SimulatedPayment = Payment & { readonly providerReference: string };

/** The payments that the simulator was asked for, or soon will be. */
@Injectable()
export class SimulatedPayments {
  constructor(
    private readonly reads: ReadStore,
    private readonly providers: Providers,
  ) {}

  /** Throws `not-found` for a payment that does not exist, or that another provider makes. */
  async find(tenantId: TenantId, id: PaymentId): Promise<SimulatedPayment> {
    const flow = (await this.reads.flowOfPayment(tenantId, id)) as PayingFlow | undefined;
    const payment = found(simulatedIn(flow), 'payment');
    const providerReference =
      payment.providerReference ?? (await this.referenceOf(tenantId, payment));
    return { ...payment, providerReference: found(providerReference, 'payment') };
  }

  /** Before a payment was submitted its reference is not recorded, but the simulator knows it. */
  private async referenceOf(tenantId: TenantId, payment: Payment): Promise<string | undefined> {
    const simulator = this.providers.named(SIMULATOR);
    if (simulator.kind === 'missing') return undefined;
    const { paymentId, direction, amount, method } = payment;
    const order = { tenantId, paymentId, key: paymentId, direction, amount, method };
    return referenceIn(await simulator.provider.find(order));
  }
}

const simulatedIn = (flow: PayingFlow | undefined): Payment | undefined =>
  flow?.payment?.provider === SIMULATOR ? flow.payment : undefined;

const referenceIn = (answer: ProviderAnswer): string | undefined =>
  answer.kind === 'news' ? referenceOfNews(answer.news) : undefined;

const referenceOfNews = (news: PaymentNews): string | undefined =>
  news.kind === 'unknown' ? undefined : (news.providerReference ?? undefined);
