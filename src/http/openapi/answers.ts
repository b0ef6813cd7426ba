import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { kindOfProblem, problemCodes, type ProblemCode } from '../problems/problem-codes';
import { PROBLEM_MEDIA_TYPE, problemDocument } from '../problems/problem';
import { problemSchema } from '../problems/problem.schema';
import type { AnswerShape } from './documented';
import type { Json, SchemaBook } from './schema-book';

const text = (description: string, schema: Json = { type: 'string' }): Json => ({
  description,
  schema,
});

const replayed = text('`true`: the answer that the first request with this key was given.', {
  const: 'true',
});
const location = text('The path of what was made.');
const entityTag = text(
  'Its `version` in quotes, as `If-Match` takes it: of the settings, not of the balance.',
);
const retryAfter = text('Seconds to wait.', { type: 'string', pattern: '^[0-9]+$' });

/** Headers that belong to a problem whoever answers with it. */
const headersOf: Partial<Record<ProblemCode, Json>> = {
  unauthenticated: { 'WWW-Authenticate': text('`Bearer`.') },
  'method-not-allowed': { Allow: text('The methods that the path answers to.') },
  'too-many-requests': { 'Retry-After': retryAfter },
  'rate-unavailable': { 'Retry-After': retryAfter },
  overloaded: { 'Retry-After': retryAfter },
};

/** A success, as the object of a response. */
export function answered(
  status: string,
  shape: z.ZodType | AnswerShape,
  replays: boolean,
  book: SchemaBook,
): Json {
  const answer: AnswerShape = shape instanceof z.ZodType ? { kind: 'json', schema: shape } : shape;
  const headers = {
    ...(answer.kind === 'json' && answer.located === true && { Location: location }),
    ...(answer.kind === 'json' && answer.versioned === true && { ETag: entityTag }),
    ...(replays && { 'Idempotent-Replayed': replayed }),
  };
  return {
    description: STATUS_CODES[status] ?? status,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...contentOf(answer, book),
  };
}

function contentOf(answer: AnswerShape, book: SchemaBook): Json {
  if (answer.kind === 'empty') return {};
  if (answer.kind === 'json') {
    const { schema } = book.write(answer.schema, 'output');
    return { content: { 'application/json': { schema } } };
  }
  const { mediaType, description } = answer;
  return { content: { [mediaType]: { schema: { type: 'string', description } } } };
}

/** The problems of one status, as the object of a response: which codes, and what each means. */
export function refused(codes: readonly ProblemCode[], replays: boolean, book: SchemaBook): Json {
  const [only, ...more] = codes;
  if (only !== undefined && more.length === 0 && !replays) {
    return { $ref: `#/components/responses/${only}` };
  }
  return refusal(codes, { ...(replays && { 'Idempotent-Replayed': replayed }) }, book);
}

/** Each problem as a response of its own, by its code, with an example. */
export const everyProblem = (book: SchemaBook): Json =>
  Object.fromEntries(
    problemCodes.map((code) => [code, refusal([code], {}, book, exampleOf(code))]),
  );

function refusal(
  codes: readonly ProblemCode[],
  more: Json,
  book: SchemaBook,
  example?: object,
): Json {
  const problem = book.write(problemSchema, 'output').schema;
  const headers = Object.assign({ ...more }, ...codes.map((code) => headersOf[code])) as Json;
  const schema = { allOf: [problem, { properties: { code: { enum: codes } } }] };
  return {
    description: codes.map((code) => `\`${code}\`: ${kindOfProblem(code).title}.`).join('\n\n'),
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { [PROBLEM_MEDIA_TYPE]: { schema, ...(example && { example }) } },
  };
}

const exampleOf = (code: ProblemCode): object =>
  problemDocument({ code, detail: kindOfProblem(code).explanation, extras: {} });

/** By status, in the order of the table of codes. */
export function byStatus(
  codes: readonly ProblemCode[],
): ReadonlyMap<number, readonly ProblemCode[]> {
  const wanted = new Set(codes);
  const groups = new Map<number, ProblemCode[]>();
  for (const code of problemCodes.filter((known) => wanted.has(known))) {
    const { status } = kindOfProblem(code);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}
