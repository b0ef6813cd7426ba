import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ApiKey } from '../../tenancy/tenancy';
import { ProblemError } from '../problems/problem';
import { ADMIN_ONLY, PUBLIC, saidOf, type CallerOf } from './access';
import { bearerKey, hashOfApiKey } from './api-key';
import type { KeyCache } from './key-cache';

/** Lets in who has a valid API key: every route but the public ones. */
export class ApiKeyGuard implements CanActivate {
  constructor(private readonly keys: KeyCache) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (saidOf(context, PUBLIC)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerBy(await this.keyOf(request));
    if (saidOf(context, ADMIN_ONLY) && caller.role !== 'admin') {
      throw new ProblemError('forbidden', 'This call needs a key with the role admin.');
    }
    request.caller = caller;
    return true;
  }

  private async keyOf({ headers }: FastifyRequest): Promise<ApiKey | undefined> {
    const key = bearerKey(headers.authorization);
    if (key === undefined) {
      throw new ProblemError('unauthenticated', 'Send Authorization: Bearer <api key>.');
    }
    return this.keys.find(hashOfApiKey(key));
  }
}

function callerBy(key: ApiKey | undefined): CallerOf {
  if (key?.revokedAt !== null) {
    // One answer for both: it tells nobody that a key once existed.
    throw new ProblemError('unauthenticated', 'The API key is not valid.');
  }
  return { tenantId: key.tenantId, keyId: key.id, role: key.role };
}
