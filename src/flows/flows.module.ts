import { Module, type DynamicModule } from '@nestjs/common';
import { ConversionModule } from './conversion/conversion.module';
import { DepositModule } from './deposit/deposit.module';
import { PaymentDeadline } from './payment/payment-deadline.port';
import { PaymentModule } from './payment/payment.module';
import { TransferModule } from './transfer/transfer.module';
import { WithdrawModule } from './withdraw/withdraw.module';

export interface FlowsOptions {
  /** Seconds after which a payment that has not ended is asked about and reported. */
  readonly paymentDeadline: number;
}

/** Every flow there is: the generic ones, and those that a customer asks for. */
@Module({
  imports: [ConversionModule, PaymentModule, DepositModule, WithdrawModule, TransferModule],
})
export class FlowsModule {
  static forRoot({ paymentDeadline }: FlowsOptions): DynamicModule {
    const deadline = new PaymentDeadline(paymentDeadline * 1_000);
    return {
      module: FlowsModule,
      global: true,
      providers: [{ provide: PaymentDeadline, useValue: deadline }],
      exports: [PaymentDeadline],
    };
  }
}
