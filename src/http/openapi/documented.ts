import { SetMetadata } from '@nestjs/common';
import { z } from 'zod';
import type { ChapterName } from './chapters';
import type { ProblemCode } from '../problems/problem-codes';

/** The header under which a request may be sent again without a second effect. */
export const IDEMPOTENCY_KEY = 'Idempotency-Key';

/** A header that a route reads. Its schema is of the text as it is sent. */
export interface HeaderShape {
  readonly name: string;
  readonly description: string;
  readonly schema: z.ZodType;
  readonly required?: boolean;
  /** Given where it is read with one method only. */
  readonly onlyOf?: string;
  /** What a request is answered whose header is not acceptable. */
  readonly refuses?: readonly ProblemCode[];
}

/**
 * What is answered: JSON, with a new thing's path in `Location`, a version in `ETag`; text; or
 * nothing.
 */
export type AnswerShape =
  | {
      readonly kind: 'json';
      readonly schema: z.ZodType;
      readonly located?: true;
      readonly versioned?: true;
    }
  | { readonly kind: 'text'; readonly mediaType: string; readonly description: string }
  | { readonly kind: 'empty' };

/** What a client author is told of a route, beside what the route's own decorators say already. */
export interface RouteDescription {
  /** The name of the call in generated clients; no two routes share one. */
  readonly operationId: string;
  /** A line without a full stop. */
  readonly summary: string;
  /** Markdown. */
  readonly description?: string;
  /** What is answered when all goes well, by status. */
  readonly answers: Readonly<Record<number, z.ZodType | AnswerShape>>;
  /** Problems of the business; those that follow from the route's inputs need no word. */
  readonly refuses?: readonly ProblemCode[];
  /** Given where a 422 is kept under the key, and replayed. */
  readonly keepsRefusals?: true;
  /** A body that works once its ids are real: it is shown, and a test sends it. */
  readonly example?: object;
  /** The body of a route that reads more of it than its decorator does: raw bytes, or items. */
  readonly body?: z.ZodType;
  /** Headers that the route reads without a decorator of ours. */
  readonly headers?: readonly HeaderShape[];
  /** Headers that a decorator reads and the route makes no use of. */
  readonly passesOver?: readonly string[];
}

export const DESCRIPTION = Symbol('description');
export const CHAPTER = Symbol('chapter');
const READ_HEADERS = Symbol('read-headers');

/** Describes a route for the OpenAPI document. A route without it fails `test/tidy/openapi.spec.ts`. */
export const Documented = (description: RouteDescription): MethodDecorator =>
  SetMetadata(DESCRIPTION, description);

/** The chapter of the document under which the routes of a controller stand. */
export const Chapter = (name: ChapterName): ClassDecorator => SetMetadata(CHAPTER, name);

/** Says that a parameter decorator reads a header. */
export function readsHeader(
  header: HeaderShape,
  target: object,
  method: string | symbol | undefined,
): void {
  const handler: unknown = method === undefined ? undefined : Reflect.get(target, method);
  if (typeof handler !== 'function') return;
  Reflect.defineMetadata(READ_HEADERS, [header, ...headersReadBy(handler)], handler);
}

export const headersReadBy = (handler: object): readonly HeaderShape[] =>
  (Reflect.getMetadata(READ_HEADERS, handler) as readonly HeaderShape[] | undefined) ?? [];

/** A new thing, whose path is in the header `Location`. */
export const located = (schema: z.ZodType): AnswerShape => ({
  kind: 'json',
  schema,
  located: true,
});

/** A thing whose version is in the header `ETag`: its handler has `@EntityTag()`. */
export const versioned = (schema: z.ZodType): AnswerShape => ({
  kind: 'json',
  schema,
  versioned: true,
});

export const nothing: AnswerShape = { kind: 'empty' };

/** Text that is no JSON: a picture, a page, a stream of events. `mediaType` is without its charset. */
export const textual = (mediaType: string, description: string): AnswerShape => ({
  kind: 'text',
  mediaType,
  description,
});

/** Every list of the API. `name` names it in the document, as `AccountList`. */
export const listOf = <S extends z.ZodType>(name: string, item: S) =>
  z
    .strictObject({
      data: z.array(item).readonly(),
      nextCursor: z
        .string()
        .nullable()
        .describe('Sent back as `cursor` it brings the next page; null: there is none.'),
    })
    .meta({ id: name });
