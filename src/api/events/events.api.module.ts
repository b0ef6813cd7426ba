import { Module } from '@nestjs/common';
import { FlowsApiModule } from '../flows/flows.api.module';
import { AsyncApi } from './async-api';
import { AsyncApiController } from './async-api.controller';
import { EventFilters } from './event-filters';
import { EventStreamController } from './event-stream.controller';
import { EventStreams, STREAM_LIMITS, type StreamLimits } from './event-streams';
import { EventsController } from './events.controller';

const limits: StreamLimits = {
  ofOneKey: 100,
  inAll: 1_000,
  heartbeat: 15_000,
  stalled: 30_000,
};

@Module({
  imports: [FlowsApiModule],
  controllers: [EventsController, EventStreamController, AsyncApiController],
  providers: [AsyncApi, EventFilters, EventStreams, { provide: STREAM_LIMITS, useValue: limits }],
})
export class EventsApiModule {}
