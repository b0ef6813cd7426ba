import { Module } from '@nestjs/common';
import { ConversionModule } from './conversion/conversion.module';
import { DepositModule } from './deposit/deposit.module';
import { PaymentModule } from './payment/payment.module';
import { TransferModule } from './transfer/transfer.module';
import { WithdrawModule } from './withdraw/withdraw.module';

/** Every flow there is: the generic ones, and those that a customer asks for. */
@Module({
  imports: [ConversionModule, PaymentModule, DepositModule, WithdrawModule, TransferModule],
})
export class FlowsModule {}
