import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { FlowResourcesModule } from '../flow-resources/flow-resources.module';
import { FlowDefinitionsController } from './flow-definitions.controller';
import { FlowsController } from './flows.controller';
import { RunningFlows } from './running-flows';

@Module({
  imports: [DiscoveryModule, FlowResourcesModule],
  controllers: [FlowsController, FlowDefinitionsController],
  providers: [RunningFlows],
  exports: [RunningFlows],
})
export class FlowsApiModule {}
