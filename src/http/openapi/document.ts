import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { everyProblem } from './answers';
import { chapters, placeOf } from './chapters';
import { operationOf, type DescribedRoute } from './operation';
import type { Route } from './routes';
import { SchemaBook, type Json } from './schema-book';

const INTRODUCTION = `A multi-currency payments workflow engine.

- **Amounts** are decimal strings in major units (\`"100.00"\`), with a currency code beside them. Input is never rounded.
- **Retries** are safe: send an \`Idempotency-Key\` with every POST, and the same one again.
- **Errors** are \`application/problem+json\` (RFC 9457); \`code\` is for programs and \`type\` leads to a page. See [all problems](/problems).
- **Unknown fields** in a body or a query are refused; calls that need no key ignore those of a query.
- **Lists** have \`limit\` and \`cursor\`, and answer \`data\` and \`nextCursor\`.

A path answers a method that it does not have with 405 and \`Allow\`; every GET answers to HEAD too.`;

/** Of this package, and of what is told about its API. */
export const { version } = JSON.parse(
  readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8'),
) as { readonly version: string };

/** The OpenAPI 3.1 document of these routes. Of the same routes it is the same to the last byte. */
export function documentOf(routes: readonly Route[]): Json {
  const book = new SchemaBook();
  const described = routes.filter(isDescribed).sort(inOrder);
  const paths: Record<string, Json> = {};
  for (const route of described) {
    const path = templateOf(route.path);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, book) };
  }
  const responses = everyProblem(book);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cambist',
      version,
      description: INTRODUCTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }],
    tags: tagsOf(described),
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `cbk_…`.' },
      },
      responses,
      schemas: book.schemas(),
    },
  };
}

const tagsOf = (routes: readonly DescribedRoute[]): readonly Json[] =>
  [...new Set(routes.map(({ chapter }) => chapter))].map((name) => ({
    name,
    description: chapters[name],
  }));

export const isDescribed = (route: Route): route is DescribedRoute =>
  route.description !== undefined && route.chapter !== undefined;

/** `/v1/accounts/:id` as `/v1/accounts/{id}`. */
const templateOf = (path: string): string => path.replace(/:([A-Za-z]+)/g, '{$1}');

/** By chapter, and in each by path; of one path in the order of the class. */
const inOrder = (one: DescribedRoute, other: DescribedRoute): number =>
  placeOf(one.chapter) - placeOf(other.chapter) ||
  (one.path < other.path ? -1 : Number(one.path > other.path));
