import type { ProblemCode } from '../problems/problem-codes';
import { answered, byStatus, refused } from './answers';
import type { ChapterName } from './chapters';
import { IDEMPOTENCY_KEY, type RouteDescription } from './documented';
import { refusalsByNature } from './refusals';
import type { Route } from './routes';
import type { Json, SchemaBook, Written } from './schema-book';

/** A route of which somebody has said what it is for. */
export type DescribedRoute = Route & {
  readonly description: RouteDescription;
  readonly chapter: ChapterName;
};

/** A part of an operation, and the problems that follow from reading it. */
interface Part {
  readonly written: Json;
  readonly refuses: readonly ProblemCode[];
}

/** A route as an OpenAPI operation. */
export function operationOf(route: DescribedRoute, book: SchemaBook): Json {
  const { operationId, summary, description } = route.description;
  const admins = route.isForAdmins ? ['Needs a key with the role `admin`.'] : [];
  const told = [...(description === undefined ? [] : [description]), ...admins];
  const parameters = [...pathOf(route, book), ...queryOf(route, book), ...headersOf(route, book)];
  const body = bodyOf(route, book);
  const refuses = [
    ...refusalsByNature(route),
    ...(route.description.refuses ?? []),
    ...[...parameters, ...body].flatMap((part) => part.refuses),
  ];
  return {
    operationId,
    tags: [route.chapter],
    summary,
    ...(told.length > 0 && { description: told.join('\n\n') }),
    ...(route.isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters: parameters.map(({ written }) => written) }),
    ...(body[0] && { requestBody: body[0].written }),
    responses: responsesOf(route, refuses, book),
  };
}

const pathOf = ({ parameters }: Route, book: SchemaBook): readonly Part[] =>
  parameters.map(({ name, schema }) => {
    const written = schema ? book.write(schema, 'input') : plainText;
    return parameter('path', name, true, written);
  });

const plainText: Written = { schema: { type: 'string' }, refuses: [] };

function queryOf({ query }: Route, book: SchemaBook): readonly Part[] {
  if (query === undefined) return [];
  const { schema, refuses } = book.write(query, 'input');
  const { properties, required = [] } = schema as {
    readonly properties: Readonly<Record<string, Json>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, written]) =>
    parameter('query', name, required.includes(name), { schema: written, refuses }),
  );
}

const headersOf = ({ headers }: Route, book: SchemaBook): readonly Part[] =>
  headers.map(({ name, description, schema, required = false }) => {
    const written = book.write(schema, 'input');
    const described = { ...written, schema: { ...written.schema, description } };
    return parameter('header', name, required, described);
  });

/** What a schema says of the whole parameter is said of it: its description, and an example. */
function parameter(
  where: 'path' | 'query' | 'header',
  name: string,
  required: boolean,
  { schema, refuses }: Written,
): Part {
  const { description, examples, ...shape } = schema as Json & { examples?: readonly unknown[] };
  return {
    written: {
      name,
      in: where,
      ...(required && { required }),
      ...(description !== undefined && { description }),
      schema: shape,
      ...(examples !== undefined && { example: examples[0] }),
    },
    refuses,
  };
}

function bodyOf(
  { body, description: { example, body: told } }: DescribedRoute,
  book: SchemaBook,
): readonly Part[] {
  if (body === undefined) return [];
  const { schema, refuses: refusedByFields } = book.write(body, 'input');
  // One that is only described is read by the handler, and what it is answered follows from there.
  const refuses = told === undefined ? refusedByFields : [];
  const content = { schema, ...(example !== undefined && { example }) };
  return [{ written: { required: true, content: { 'application/json': content } }, refuses }];
}

function responsesOf(
  route: DescribedRoute,
  refuses: readonly ProblemCode[],
  book: SchemaBook,
): Json {
  const { answers, keepsRefusals = false } = route.description;
  const replays = route.headers.some(({ name }) => name === IDEMPOTENCY_KEY);
  const successes = Object.entries(answers).map(
    ([status, shape]) => [status, answered(status, shape, replays, book)] as const,
  );
  const problems = [...byStatus(refuses)].map(
    ([status, codes]) => [status, refused(codes, keepsRefusals && status === 422, book)] as const,
  );
  return Object.fromEntries([...problems, ...successes]);
}
