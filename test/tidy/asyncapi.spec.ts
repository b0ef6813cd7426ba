import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningFlows } from '../../src/api/flows/running-flows';
import { serve, type TestServer } from '../support/server';
import type { OpenApi } from '../support/openapi';
import lock from './message-types.lock.json';

type Json = Readonly<Record<string, unknown>>;
type Named<T = Json> = Readonly<Record<string, T>>;
interface AsyncApi {
  readonly asyncapi: string;
  readonly channels: Named<{ readonly address: string; readonly messages: Named }>;
  readonly operations: Named<{ readonly action: string; readonly channel: Json }>;
  readonly components: { readonly messages: Named; readonly schemas: Named };
}

let server: TestServer;
let answer: Response;
let document: AsyncApi;
beforeAll(async () => {
  server = await serve();
  // Without a key.
  answer = await fetch(`${server.url}/docs/asyncapi.json`);
  document = (await answer.json()) as AsyncApi;
});
afterAll(() => server.stop());

/** Where every reference of the document leads to. */
function referencesIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([name, value]) =>
    name === '$ref' ? [String(value)] : referencesIn(value),
  );
}

const at = (pointer: string): unknown =>
  pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((from, step) => (from as Json | undefined)?.[step], document);

it('is given to everybody, as JSON', () => {
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
});

it('is an AsyncAPI 3.0 document of one channel, on which the server sends', async () => {
  const openApi = (await server.client.get<OpenApi>('/docs/openapi.json')).body;
  const [address = ''] = Object.values(document.channels).map((channel) => channel.address);
  expect(document.asyncapi).toBe('3.0.0');
  expect(Object.keys(document.operations)).toEqual([openApi.paths[address]?.['get']?.operationId]);
  expect(document.operations).toMatchObject({
    streamEvents: { action: 'send', channel: { $ref: '#/channels/events' } },
  });
});

it('leads nowhere where nothing is', () => {
  const references = [...new Set(referencesIn(document))];
  expect(references.length).toBeGreaterThan(lock.events.length);
  expect(references.filter((reference) => at(reference) === undefined)).toEqual([]);
});

it('has a message for every event that the server can record, and no other one', () => {
  const recorded = [...server.app.get(RunningFlows, { strict: false }).eventTypes()].sort();
  expect(Object.keys(document.components.messages)).toEqual(recorded);
  expect(Object.keys(document.channels['events']?.messages ?? {})).toEqual(recorded);
});

it('describes an event as the OpenAPI document does', async () => {
  const openApi = (await server.client.get<OpenApi>('/docs/openapi.json')).body;
  expect(document.components.schemas['Event']).toEqual(openApi.components.schemas['Event']);
});

it('stands in docs/asyncapi.json as it is served; if not: npm run docs:openapi', () => {
  const written = readFileSync(join(__dirname, '..', '..', 'docs', 'asyncapi.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(document);
});
