import { Module } from '@nestjs/common';
import { FlowResourcesModule } from '../flow-resources/flow-resources.module';
import { DepositsController } from './deposits.controller';

@Module({ imports: [FlowResourcesModule], controllers: [DepositsController] })
export class DepositsApiModule {}
