import { Injectable } from '@nestjs/common';
import { version } from '../../http/openapi/document';
import { SchemaBook, type Json } from '../../http/openapi/schema-book';
import type { FlowDescription } from '../../flow-docs/description';
import { RunningFlows } from '../flows/running-flows';
import { shownEvent } from './event.view';
import examples from './event-examples.json';
import { eventStreamQuery } from './events.schemas';

const INTRODUCTION = `The events of Cambist, as a server tells them while they happen: server-sent events.

- A message's \`data\` is the payload that is described here, \`event\` its type and \`id\` its position in the log.
- \`Last-Event-ID\` goes on after a position; without it, and without \`after\`, the stream begins now.
- **New types and new fields may come.** A type that is there keeps its meaning for ever.
- The examples are events of flows that were really played.

The calls that make things happen are in [the OpenAPI document](/docs/openapi.json).`;

/** Events as they were recorded, by their type: what their data looks like is known to no schema. */
const recorded: Readonly<Record<string, Json>> = examples;

/** The AsyncAPI document of this very process: a message for each event that it can record. */
@Injectable()
export class AsyncApi {
  private made: Json | undefined;

  constructor(private readonly flows: RunningFlows) {}

  get(): Json {
    return (this.made ??= asyncApiOf(this.flows.eventTypes(), this.flows.all()));
  }
}

/** The AsyncAPI 3.0 document of these types, and of the flows that they happen in. */
function asyncApiOf(types: readonly string[], flows: readonly FlowDescription[]): Json {
  const book = new SchemaBook();
  const { schema: event } = book.write(shownEvent, 'output');
  const { schema: query } = book.write(eventStreamQuery, 'input');
  const sorted = [...types].sort();
  const byType = (write: (type: string) => Json): Json =>
    Object.fromEntries(sorted.map((type) => [type, write(type)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Cambist events',
      version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        address: '/v1/events/stream',
        title: 'The log as it grows',
        description: 'Each event of your log once, in order, without a gap in between.',
        messages: byType((type) => ({ $ref: `#/components/messages/${type}` })),
      },
    },
    operations: {
      streamEvents: {
        action: 'send',
        channel: { $ref: '#/channels/events' },
        summary: 'Follow the log',
        security: [{ $ref: '#/components/securitySchemes/apiKey' }],
        bindings: { http: { method: 'GET', query, bindingVersion: '0.3.0' } },
      },
    },
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `cbk_…`.' },
      },
      messages: byType((type) => messageOf(type, event, flows)),
      schemas: book.schemas(),
    },
  };
}

function messageOf(type: string, event: Json, flows: readonly FlowDescription[]): Json {
  const payload = recorded[type];
  return {
    name: type,
    tags: flows
      .filter(({ scope }) => scope === 'business')
      .filter(({ events }) => events.some((one) => one.type === type))
      .map(({ kind }) => ({ name: kind })),
    payload: { allOf: [event, { properties: { type: { const: type } } }] },
    ...(payload !== undefined && { examples: [{ payload }] }),
  };
}
