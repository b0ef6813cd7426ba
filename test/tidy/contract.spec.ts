import { Contract, type Call } from '../support/contract';
import type { OpenApi } from '../support/openapi';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const thing = {
  type: 'object',
  properties: { id: { type: 'string' }, at: { type: 'string', format: 'date-time' } },
  required: ['id'],
  additionalProperties: false,
};
const problem = {
  headers: { Allow: { schema: { type: 'string' } } },
  content: { 'application/problem+json': { schema: { required: ['code'] } } },
};

const document = {
  openapi: '3.1.0',
  paths: {
    '/v1/things': {
      post: {
        operationId: 'makeThing',
        parameters: [{ name: 'dryRun', in: 'query' }],
        requestBody: json(thing),
        responses: {
          201: { ...json(thing), headers: { Location: { schema: { type: 'string' } } } },
          404: { $ref: '#/components/responses/not-found' },
          204: {},
        },
      },
    },
  },
  components: {
    schemas: {},
    responses: { 'method-not-allowed': problem, 'not-found': { ...problem, headers: {} } },
  },
} as unknown as OpenApi;

const good: Call = {
  method: 'POST',
  target: '/v1/things?dryRun=true',
  sent: { id: 'a' },
  status: 201,
  mediaType: 'application/json',
  text: '{"id":"a","at":"2026-11-21T09:30:00.000Z"}',
  headers: new Headers({ location: '/v1/things/a' }),
};
const notFound: Partial<Call> = {
  status: 404,
  mediaType: 'application/problem+json',
  text: '{"code":"not-found","status":404}',
  headers: new Headers(),
};
const refused = { ...notFound, status: 405, text: '{"code":"x","status":405}' };

const contract = new Contract(document);
const faults = (change: Partial<Call>): string =>
  contract.faultsOf({ ...good, ...change }).join('; ');

describe('a call of a test is held against the document, which', () => {
  it.each([
    ['a call as it is described', {}],
    ['an empty answer where none is described', { status: 204, text: '', headers: new Headers() }],
    ['a problem of a shared response', notFound],
    ['a path that there is not', { ...notFound, target: '/v1/nothing' }],
    [
      'a method that the path has not',
      { ...refused, method: 'PUT', headers: new Headers({ allow: 'POST' }) },
    ],
    ['a bad request that was refused', { ...notFound, sent: { colour: 'red' } }],
  ] as [string, Partial<Call>][])('lets pass: %s', (_name, change) => {
    expect(faults(change)).toBe('');
  });

  it.each([
    ['a status that is not described', { status: 200 }, 'the status is not described'],
    ['a field that is not described', { text: '{"id":"a","x":1}' }, 'additional properties'],
    ['a field that is missing', { text: '{}' }, "required property 'id'"],
    ['another format', { text: '{"id":"a","at":"soon"}' }, 'must match format'],
    ['another media type', { mediaType: 'text/plain' }, 'text/plain is not described'],
    ['a header that is missing', { headers: new Headers() }, 'Location is missing'],
    ['a body where none is described', { status: 204 }, 'no body is described'],
    [
      'a problem of another status',
      { ...notFound, text: '{"code":"x","status":400}' },
      'speaks of 400',
    ],
    ['a request that was accepted and may not be', { sent: { colour: 'red' } }, 'request '],
    [
      'a parameter that was accepted',
      { target: '/v1/things?colour=red' },
      'colour is not described',
    ],
    ['an answer where there is no path', { target: '/v1/nothing' }, '404 is due'],
    ['an answer to a method that is not there', { method: 'PUT' }, '405 is due'],
  ] as [string, Partial<Call>, string][])('stops: %s', (_name, change, fault) => {
    expect(faults(change)).toContain(fault);
    expect(() => {
      contract.check({ ...good, ...change });
    }).toThrow('is not as documented');
  });
});
