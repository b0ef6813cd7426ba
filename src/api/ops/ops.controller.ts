import { Controller, Get, Header, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../../http/auth/access';
import { Uncounted } from '../../http/in-flight';
import { Chapter, Documented } from '../../http/openapi/documented';
import { ReadinessProbe } from './readiness';
import {
  shownLiveness,
  shownReady,
  shownUnavailable,
  type Liveness,
  type Readiness,
} from './health.view';

/** What those ask who run the server; they need no key, and learn nothing of what is in it. */
@Chapter('Operations')
@Public()
@Controller()
export class OpsController {
  constructor(private readonly probe: ReadinessProbe) {}

  @Documented({
    operationId: 'isLive',
    summary: 'Does the process answer?',
    answers: { 200: shownLiveness },
  })
  @Uncounted()
  @Get('livez')
  @Header('cache-control', 'no-store')
  live(): Liveness {
    return { status: 'live' };
  }

  @Documented({
    operationId: 'isReady',
    summary: 'Does the store answer too?',
    answers: { 200: shownReady, 503: shownUnavailable },
  })
  @Uncounted()
  @Get('readyz')
  @Header('cache-control', 'no-store')
  async ready(@Res({ passthrough: true }) answer: FastifyReply): Promise<Readiness> {
    const readiness = await this.probe.look();
    if (readiness.status === 'unavailable') void answer.code(503);
    return readiness;
  }
}
