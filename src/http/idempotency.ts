import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { canonicalHash } from './canonical-json';
import { ProblemError } from './problems/problem';

/** What makes a request the same request as another. */
export interface KeyedRequest {
  /** Method and route, as `POST /v1/deposits`. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of the canonical body. */
  readonly bodyHash: string;
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** The key of an `Idempotency-Key` header, null without one; `values` is every time it was sent. */
export function idempotencyKey(values: readonly string[] | undefined): string | null {
  if (values === undefined) return null;
  const [key, ...more] = values;
  if (key === undefined || more.length > 0 || !VISIBLE_ASCII.test(key)) {
    throw new ProblemError('idempotency-key-invalid');
  }
  return key;
}

/** The keyed request, or null when it came without a key and is a new one by that. */
export function keyedRequest(request: FastifyRequest): KeyedRequest | null {
  if (request.headers['idempotency-key'] === undefined) return null;
  // Node joins a repeated header into one value: only the distinct ones tell.
  const key = idempotencyKey(request.raw.headersDistinct['idempotency-key']);
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
