import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { canonicalHash } from './canonical-json';
import { IDEMPOTENCY_KEY, type HeaderShape } from './openapi/documented';
import { ProblemError } from './problems/problem';
import { kindOfProblem } from './problems/problem-codes';
import { valuesOf } from './raw-headers';
import { says } from './validation/says';

/** What makes a request the same request as another. */
export interface KeyedRequest {
  /** Method and route, as `POST /v1/deposits`; its parameters are filled in. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string;
}

const HEADER = IDEMPOTENCY_KEY.toLowerCase();
const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

const NO_KEY = says(
  'idempotency-key-invalid',
  kindOfProblem('idempotency-key-invalid').explanation,
);

/** A key as it is written, in a header or in an item of a body. */
export const idempotencyKeyText = z
  .string({ error: NO_KEY })
  .regex(VISIBLE_ASCII, NO_KEY)
  .meta({ pattern: VISIBLE_ASCII.source, examples: ['5f0c1d8e-6a43-4a9b-8a59-2d7f0a4b9c11'] });

/** The header, as a route that honours it describes it. */
export const idempotencyKeyHeader: HeaderShape = {
  name: IDEMPOTENCY_KEY,
  description:
    'Makes a retry safe: the same key and body get the first answer again, and nothing happens twice.',
  schema: idempotencyKeyText,
  // No `idempotency-in-progress`: who comes while the first one runs waits for its answer.
  refuses: ['idempotency-key-invalid', 'idempotency-key-reused'],
};

/**
 * The key that a request came with, null without one. `rawHeaders` are names and values in turn,
 * as they arrived: Node joins a repeated header into one value that looks like any other.
 */
function idempotencyKey(rawHeaders: readonly string[]): string | null {
  const [key, ...more] = valuesOf(rawHeaders, HEADER);
  if (key === undefined) return null;
  if (more.length > 0 || !VISIBLE_ASCII.test(key))
    throw new ProblemError('idempotency-key-invalid');
  return key;
}

/** The keyed request, or null when it came without a key and is a new one by that. */
export function keyedRequest(request: FastifyRequest): KeyedRequest | null {
  const key = idempotencyKey(request.raw.rawHeaders);
  if (key === null) return null;
  const scope = `${request.method} ${actualRoute(request)}`;
  return { scope, key, bodyHash: canonicalHash(request.body ?? {}) };
}

/**
 * The route with its parameters filled in: freezing one account is not the same call as freezing
 * another one. Without a parameter this is the route itself.
 */
function actualRoute({ params, routeOptions }: FastifyRequest): string {
  const values = params as Readonly<Record<string, string>>;
  return (routeOptions.url ?? '').replace(/:([A-Za-z]+)/g, (_all, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
}

/** `@Keyed() request: KeyedRequest | null` in a handler of a POST. */
export const Keyed = createParamDecorator(
  (_data: unknown, context: ExecutionContext): KeyedRequest | null =>
    keyedRequest(context.switchToHttp().getRequest<FastifyRequest>()),
);
