import {
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { tap, type Observable } from 'rxjs';

interface Versioned {
  readonly version: number;
}

/** An answer of an order desk is written already, byte for byte. */
const versionIn = (body: Buffer | Versioned): number =>
  Buffer.isBuffer(body) ? (JSON.parse(body.toString()) as Versioned).version : body.version;

class EntityTagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const answer = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((body: Buffer | Versioned) => {
        if (answer.statusCode < 400) void answer.header('etag', `"${String(versionIn(body))}"`);
      }),
    );
  }
}

/**
 * Says the version of what is answered in `ETag`, as `If-Match` takes it. The schema of the answer
 * is `versioned`.
 */
export const EntityTag = (): MethodDecorator => UseInterceptors(new EntityTagInterceptor());
