import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../http/auth/access';
import { Uncounted } from '../../http/in-flight';
import { ReadinessProbe, type Readiness } from './readiness';

/** What those ask who run the server; they need no key, and learn nothing of what is in it. */
@Public()
@Controller()
export class OpsController {
  constructor(private readonly probe: ReadinessProbe) {}

  /** The process answers. */
  @Uncounted()
  @Get('livez')
  @Header('cache-control', 'no-store')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** The store answers too; 503 when it does not. */
  @Uncounted()
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) answer: FastifyReply): Promise<Readiness> {
    const readiness = await this.probe.look();
    if (readiness.status === 'unavailable') void answer.code(503);
    return readiness;
  }
}
