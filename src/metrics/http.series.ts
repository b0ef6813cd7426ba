import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Traffic } from '../http/traffic';

/** Requests, by the template of their route: never by a path, of which there is no end. */
export function httpSeries(registry: Registry, traffic: Traffic): void {
  const registers = [registry];
  const requests = new Counter({
    name: 'cambist_http_requests_total',
    help: 'Requests that were answered.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'cambist_http_request_duration_seconds',
    help: 'From the headers of a request to the end of its answer.',
    labelNames: ['route', 'method'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const problems = new Counter({
    name: 'cambist_http_problems_total',
    help: 'Answers that were a problem document.',
    labelNames: ['code'],
    registers,
  });
  const replays = new Counter({
    name: 'cambist_http_replays_total',
    help: 'Requests that were answered again under their idempotency key.',
    registers,
  });
  new Gauge({
    name: 'cambist_http_in_flight',
    help: 'Requests that are not answered yet, the scrape among them.',
    registers,
    collect() {
      this.set(traffic.inFlight);
    },
  });
  for (const code of ['overloaded', 'too-many-requests', 'internal-error'] as const) {
    problems.inc({ code }, 0);
  }
  traffic.answered$.subscribe(({ route, method, status, seconds, problem, isReplay }) => {
    requests.inc({ route, method, status });
    durations.observe({ route, method }, seconds);
    if (problem !== undefined) problems.inc({ code: problem });
    if (isReplay) replays.inc();
  });
  traffic.malformed$.subscribe((code) => {
    problems.inc({ code });
  });
}
