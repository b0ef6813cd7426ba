import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../kernel/clock';
import type { ProviderCalls } from '../providers/provider-calls';
import type { FetchedRates } from '../rates/fetched-rates.port';
import type { ReceivedWebhooks } from '../webhooks/received-webhooks';

/** The outside world: providers, their webhooks, and the source of rates. */
export function outsideSeries(
  registry: Registry,
  outside: { calls: ProviderCalls; webhooks: ReceivedWebhooks; rates: FetchedRates; clock: Clock },
): void {
  const registers = [registry];
  const calls = new Counter({
    name: 'cambist_provider_calls_total',
    help: 'Calls to payment providers.',
    labelNames: ['provider', 'operation', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'cambist_provider_call_duration_seconds',
    help: 'How long a provider took to answer.',
    labelNames: ['provider', 'operation'],
    buckets: [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const webhooks = new Counter({
    name: 'cambist_webhooks_total',
    help: 'Webhooks that came in.',
    labelNames: ['provider', 'result'],
    registers,
  });
  new Gauge({
    name: 'cambist_rates_age_seconds',
    help: 'Age of the fetched rates, by their own date; absent when none were fetched.',
    registers,
    collect() {
      const asOf = outside.rates.fetchedAsOf();
      if (asOf === undefined) this.remove();
      else this.set(Math.max(0, outside.clock.millis() - Date.parse(asOf)) / 1_000);
    },
  });
  outside.calls.made$.subscribe(({ provider, operation, outcome, milliseconds }) => {
    calls.inc({ provider, operation, outcome });
    durations.observe({ provider, operation }, milliseconds / 1_000);
  });
  outside.webhooks.received$.subscribe(({ provider, result }) => {
    webhooks.inc({ provider, result });
  });
}
