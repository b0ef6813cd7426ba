import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ApiKey } from '../../tenancy/tenancy';
import { ProblemError } from '../problems/problem';
import type { RateLimits } from '../rate-limit';
import { ADMIN_ONLY, PUBLIC, saidOf } from './access';
import { bearerKey, hashOfApiKey } from './api-key';
import type { KeyCache } from './key-cache';

/** Lets in callers with a valid API key, as often as they may: every route but the public ones. */
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly keys: KeyCache,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (saidOf(context, PUBLIC)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { id: keyId, tenantId, role } = await this.validKeyOf(request);
    if (request.routeOptions.config.uncounted !== true) this.limits.countKey(keyId);
    if (saidOf(context, ADMIN_ONLY) && role !== 'admin') {
      throw new ProblemError('forbidden', 'This call needs a key with the role admin.');
    }
    request.caller = { tenantId, keyId, role };
    return true;
  }

  /** Throws `unauthenticated` for a stranger. */
  async validKeyOf(request: FastifyRequest): Promise<ApiKey> {
    const text = bearerKey(request.headers.authorization);
    const key = text === undefined ? undefined : await this.keys.find(hashOfApiKey(text));
    if (key?.revokedAt === null) return key;
    this.limits.countStranger(request.ip);
    throw text === undefined ? noKey() : noValidKey();
  }
}

const noKey = (): ProblemError =>
  new ProblemError('unauthenticated', 'Send Authorization: Bearer <api key>.');

/** One answer for a key that was revoked and for one that never was: it tells nobody of either. */
const noValidKey = (): ProblemError =>
  new ProblemError('unauthenticated', 'The API key is not valid.');
