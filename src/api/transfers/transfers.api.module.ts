import { Module } from '@nestjs/common';
import { FlowResourcesModule } from '../flow-resources/flow-resources.module';
import { TransfersController } from './transfers.controller';

@Module({ imports: [FlowResourcesModule], controllers: [TransfersController] })
export class TransfersApiModule {}
