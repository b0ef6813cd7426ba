import { Validator } from '@seriousme/openapi-schema-validator';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiDocument } from '../../src/http/openapi/api-document';
import { isProblemCode } from '../../src/http/problems/problem-codes';
import { operationsIn, type OpenApi, type Operation } from '../support/openapi';
import { serve, type TestServer } from '../support/server';

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await serve();
  document = (await server.client.get<OpenApi>('/docs/openapi.json')).body;
});
afterAll(() => server.stop());

const operations = (): readonly Operation[] => operationsIn(document);

it('tells every route of the server, and no other one', () => {
  expect(server.app.get(ApiDocument, { strict: false }).gaps()).toEqual([]);
});

it('is an OpenAPI 3.1 document', async () => {
  const { valid, errors } = await new Validator().validate({ ...document });
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  expect(document.openapi).toBe('3.1.0');
});

it('stands in docs/openapi.json as it is served; if not: npm run docs:openapi', () => {
  const written = readFileSync(join(__dirname, '..', '..', 'docs', 'openapi.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(document);
});

it('has a name for each operation, and no name twice', () => {
  const names = operations().map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
});

it('tells everything that a call needs by an example', () => {
  const wanting = operations().flatMap(({ operationId, parameters = [], requestBody }) => [
    ...parameters
      .filter(({ required, example }) => required === true && example === undefined)
      .map(({ name }) => `${operationId}: ${name}`),
    ...(requestBody !== undefined && requestBody.content['application/json'].example === undefined
      ? [`${operationId}: the body`]
      : []),
  ]);
  expect(wanting).toEqual([]);
});

it('lets nobody send a field that is not known', () => {
  const open = operations()
    .filter(({ security }) => security === undefined)
    .filter(({ requestBody }) => requestBody !== undefined)
    .filter(({ requestBody }) => {
      const { $ref } = requestBody?.content['application/json'].schema ?? {};
      const { schemas } = document.components;
      return schemas[String($ref).split('/').at(-1) ?? '']?.['additionalProperties'] !== false;
    });
  expect(open.map(({ operationId }) => operationId)).toEqual([]);
});

it('says truly that unknown fields of a query are passed over where no key is needed', async () => {
  const open = await fetch(`${server.url}/livez?probe=1`);
  expect(open.status).toBe(200);
  expect(document.info.description).toContain('calls that need no key ignore those of a query');
});

it('tells of no refusal that the server never sends', () => {
  const telling = (text: string): readonly string[] =>
    operations()
      .filter(({ responses }) => JSON.stringify(responses).includes(text))
      .map(({ operationId }) => operationId);
  const isPublic = operations().filter(({ security }) => security?.length === 0);

  expect(telling('idempotency-in-progress')).toEqual([]);
  expect(telling('reference-taken')).toEqual(['openAccount']);
  expect(isPublic.map(({ operationId }) => operationId)).toContain('listProblems');
  expect(isPublic.filter(({ responses }) => '429' in responses)).toEqual([]);
});

it('tells every refusal that the rules of a flow can come to', async () => {
  interface Definitions {
    readonly data: readonly {
      readonly kind: string;
      readonly commands: readonly { readonly refuses: readonly { readonly reason: string }[] }[];
    }[];
  }
  const { body } = await server.client.get<Definitions>('/v1/flow-definitions');
  const asked: Readonly<Record<string, readonly string[]>> = {
    deposit: ['requestDeposit', 'cancelDeposit'],
    withdraw: ['requestWithdrawal', 'cancelWithdrawal'],
    transfer: ['requestTransfer'],
  };
  const untold = body.data.flatMap(({ kind, commands }) => {
    const told = operations()
      .filter(({ operationId }) => asked[kind]?.includes(operationId))
      .map(({ responses }) => JSON.stringify(responses));
    return told.length === 0
      ? []
      : commands
          .flatMap(({ refuses }) => refuses.map(({ reason }) => reason))
          // What a payment's news is refused for is an anomaly, and answers nobody.
          .filter(isProblemCode)
          .filter((reason) => !told.join().includes(reason))
          .map((reason) => `${kind}: ${reason}`);
  });
  expect(untold).toEqual([]);
});
