import { SetMetadata, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { KeyId, TenantId } from '../../kernel/ids';
import type { Role } from '../../tenancy/tenancy';

/** Who sends a request, as its API key says. */
export interface CallerOf {
  readonly tenantId: TenantId;
  readonly keyId: KeyId;
  readonly role: Role;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the ApiKeyGuard on every route that is not public. */
    caller?: CallerOf;
  }
}

export const PUBLIC = Symbol('public');
export const ADMIN_ONLY = Symbol('admin-only');

/**
 * Needs no API key. What such a route reads of a request it checks itself: its query is not
 * searched for unknown fields, and its body reaches it as raw bytes only.
 */
export const Public = () => SetMetadata(PUBLIC, true);

/** Needs a key with the role `admin`; another one is answered 403. */
export const AdminOnly = () => SetMetadata(ADMIN_ONLY, true);

/** The caller, as a parameter of a handler that is not public. */
export const Caller = createParamDecorator(
  (_data: unknown, context: ExecutionContext): CallerOf => {
    const { caller } = context.switchToHttp().getRequest<{ readonly caller?: CallerOf }>();
    if (!caller) throw new Error('A public route has no caller.');
    return caller;
  },
);

/** What a decorator says of a handler, or else of its controller. */
export const saidOf = (context: ExecutionContext, metadata: symbol): boolean =>
  Reflect.hasMetadata(metadata, context.getHandler()) ||
  Reflect.hasMetadata(metadata, context.getClass());
