import { Module } from '@nestjs/common';
import { FlowResourcesModule } from '../flow-resources/flow-resources.module';
import { WithdrawalsController } from './withdrawals.controller';

@Module({ imports: [FlowResourcesModule], controllers: [WithdrawalsController] })
export class WithdrawalsApiModule {}
