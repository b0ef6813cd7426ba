import { Module } from '@nestjs/common';
import { FlowsApiModule } from '../flows/flows.api.module';
import { EventsController } from './events.controller';

@Module({ imports: [FlowsApiModule], controllers: [EventsController] })
export class EventsApiModule {}
