import { Controller, Get, Header } from '@nestjs/common';
import { Registry } from 'prom-client';
import { AdminOnly } from '../http/auth/access';
import { Uncounted } from '../http/in-flight';
import { Chapter, Documented, textual } from '../http/openapi/documented';
import { Metrics } from './metrics';

/** What Prometheus reads, with an admin key as its bearer token. */
@Chapter('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Documented({
    operationId: 'readMetrics',
    summary: 'Read the metrics',
    description: 'For Prometheus, with an admin key as its bearer token.',
    answers: { 200: textual('text/plain', 'The exposition format of Prometheus.') },
  })
  @AdminOnly()
  @Uncounted()
  @Get()
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  @Header('cache-control', 'no-store')
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
