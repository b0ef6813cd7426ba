import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Readable } from 'node:stream';
import { Caller, type CallerOf } from '../../http/auth/access';
import { StaysOpen } from '../../http/in-flight';
import { Chapter, Documented, textual } from '../../http/openapi/documented';
import { QueryOf } from '../../http/validation/inputs';
import { EventFilters } from './event-filters';
import { EventStreams } from './event-streams';
import { eventStreamQuery, type EventStreamQuery } from './events.schemas';
import { LastEventId } from './last-event-id';

/** The tenant's log as it grows: server-sent events. */
@Chapter('Events')
@Controller('v1/events/stream')
export class EventStreamController {
  constructor(
    private readonly streams: EventStreams,
    private readonly filters: EventFilters,
  ) {}

  @Documented({
    operationId: 'streamEvents',
    summary: 'Follow the log',
    description:
      'From after `Last-Event-ID`, or else `after`; without either, what happens from now on. The `id` ' +
      'of each event is its position, its `data` is what `GET /v1/events` shows.',
    answers: { 200: textual('text/event-stream', 'Server-sent events, until somebody hangs up.') },
  })
  @StaysOpen()
  @Get()
  @Header('content-type', 'text/event-stream')
  @Header('cache-control', 'no-store')
  // A proxy that gathers an answer before it passes it on would hold back every event.
  @Header('x-accel-buffering', 'no')
  stream(
    @QueryOf(eventStreamQuery) query: EventStreamQuery,
    @LastEventId() lastSeen: number | undefined,
    @Caller() caller: CallerOf,
    @Res({ passthrough: true }) answer: FastifyReply,
  ): Promise<Readable> {
    return this.streams.begin({
      caller,
      chosen: this.filters.of(query),
      after: lastSeen ?? query.after,
      connection: answer.raw,
    });
  }
}
