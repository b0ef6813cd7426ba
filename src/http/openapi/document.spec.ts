import 'reflect-metadata';
import { Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { AdminOnly, Public } from '../auth/access';
import { accountId, pageFields, withMoney } from '../fields';
import { thingsApp } from '../http.fixture';
import { IfMatch } from '../if-match';
import { Uncounted } from '../in-flight';
import { JsonBody, QueryOf } from '../validation/inputs';
import { ApiDocument } from './api-document';
import { documentOf } from './document';
import { Chapter, Documented, listOf, located, nothing, textual } from './documented';
import { routesOf } from './routes';
import { SchemaBook } from './schema-book';

const thing = z.strictObject({ id: z.string() }).meta({ id: 'Thing' });

@Chapter('Accounts')
@Controller('v1/things')
class DescribedController {
  @Documented({
    operationId: 'makeThing',
    summary: 'Make a thing',
    answers: { 201: located(thing) },
    refuses: ['limit-exceeded', 'reference-taken'],
    example: { accountId: 'acc_1', amount: '1', currency: 'EUR' },
  })
  @Post()
  make(@JsonBody(withMoney({ accountId })) body: object) {
    return body;
  }

  @Documented({
    operationId: 'listThings',
    summary: 'List things',
    answers: { 200: listOf('ThingList', thing) },
  })
  @Get()
  list(@QueryOf(z.strictObject(pageFields)) query: object) {
    return query;
  }

  @Documented({ operationId: 'dropThing', summary: 'Drop a thing', answers: { 204: nothing } })
  @AdminOnly()
  @Delete(':id')
  drop(@Param('id', { schema: accountId }) id: string, @IfMatch() version: number | null) {
    return { id, version };
  }

  @Documented({
    operationId: 'watchThings',
    summary: 'Watch things',
    answers: { 200: textual('text/event-stream', 'One event for each.') },
  })
  @Public()
  @Uncounted()
  @Get('watch')
  watch() {
    return '';
  }

  @Get('secret')
  undescribed() {
    return {};
  }
}

type Tree = Readonly<Record<string, unknown>>;
const document = documentOf(routesOf(DescribedController));
const at = (...steps: readonly string[]): unknown =>
  steps.reduce<unknown>((from, step) => (from as Tree | undefined)?.[step], document);
const operation = (path: string, method: string) => at('paths', path, method) as Tree;
const statuses = (path: string, method: string): readonly string[] =>
  Object.keys(operation(path, method)['responses'] as Tree);
const codes = (path: string, method: string, status: string): unknown =>
  at(
    ...['paths', path, method, 'responses', status, 'content', 'application/problem+json'],
    ...['schema', 'allOf', '1', 'properties', 'code', 'enum'],
  );

describe('the document of some routes', () => {
  it('has those that are described, each path with its methods', () => {
    expect(Object.keys(at('paths') as Tree)).toEqual([
      '/v1/things',
      '/v1/things/{id}',
      '/v1/things/watch',
    ]);
    expect(Object.keys(at('paths', '/v1/things') as Tree)).toEqual(['post', 'get']);
  });

  it('tells what follows from a body, beside what the route itself refuses', () => {
    expect(statuses('/v1/things', 'post')).toEqual([
      '201',
      '400',
      '401',
      '404',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(codes('/v1/things', 'post', '400')).toEqual([
      'malformed-json',
      'invalid-field',
      'unknown-field',
      'invalid-amount',
      'amount-precision',
      'amount-out-of-range',
      'unknown-currency',
    ]);
    expect(at('paths', '/v1/things', 'post', 'responses', '422')).toEqual({
      $ref: '#/components/responses/limit-exceeded',
    });
  });

  it('tells what follows from a query: numbers as numbers, and a cursor that is none', () => {
    expect(operation('/v1/things', 'get')['parameters']).toMatchObject([
      { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100, default: 20 } },
      { name: 'cursor', in: 'query', schema: { type: 'string' } },
    ]);
    expect(codes('/v1/things', 'get', '400')).toContain('invalid-cursor');
    expect(statuses('/v1/things', 'get')).not.toContain('415');
  });

  it('tells what follows from a header, a path, and who may call', () => {
    expect(operation('/v1/things/{id}', 'delete')['parameters']).toMatchObject([
      {
        name: 'id',
        in: 'path',
        required: true,
        schema: { pattern: expect.stringMatching(/^\^acc_/) },
      },
      { name: 'If-Match', in: 'header' },
    ]);
    expect(statuses('/v1/things/{id}', 'delete')).toEqual(
      expect.arrayContaining(['204', '403', '404', '412']),
    );
    expect(operation('/v1/things/{id}', 'delete')['description']).toContain('admin');
  });

  it('asks for no key where none is needed, and turns nobody away who is not counted', () => {
    expect(operation('/v1/things/watch', 'get')['security']).toEqual([]);
    expect(statuses('/v1/things/watch', 'get')).toEqual(['200', '500']);
  });

  it('writes a schema that has a name once, and refers to it', () => {
    expect(at('components', 'schemas', 'ThingList', 'properties', 'data', 'items')).toEqual({
      $ref: '#/components/schemas/Thing',
    });
    expect(JSON.stringify(document)).not.toMatch(/x-refuses|readOnly|\$defs|9007199254740991/);
  });
});

it('two schemas may not have one name', () => {
  const book = new SchemaBook();
  book.write(thing, 'output');
  const other = z.strictObject({ id: z.int() }).meta({ id: 'Thing' });
  expect(() => book.write(other, 'output')).toThrow('Two schemas have the name Thing.');
});

it('a route that nobody has described is a gap', async () => {
  const { app } = await thingsApp();
  const gaps = app.get(ApiDocument, { strict: false }).gaps();
  await app.close();
  expect(gaps).toContain(
    'POST /v1/things/:id/freeze is not described: give it @Documented, and its controller @Chapter',
  );
  expect(gaps.filter((gap) => gap.includes('/problems') || gap.includes('/docs'))).toEqual([]);
});
