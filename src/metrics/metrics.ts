import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Engine } from '../engine/engine';
import { Turns } from '../engine/turns';
import { Traffic } from '../http/traffic';
import { Clock } from '../kernel/clock';
import { ProviderCalls } from '../providers/provider-calls';
import { FetchedRates } from '../rates/fetched-rates.port';
import { Outbox, ReadStore } from '../store/store.port';
import { ReceivedWebhooks } from '../webhooks/received-webhooks';
import { engineSeries } from './engine.series';
import { flowSeries } from './flow.series';
import { httpSeries } from './http.series';
import { outsideSeries } from './outside.series';
import { processSeries } from './process.series';
import { storeSeries } from './store.series';

/**
 * Counts what the other parts tell anyway; none of them knows of it. Each server has a registry of
 * its own. `docs/metrics.md` explains every series.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor(
    turns: Turns,
    engine: Engine,
    outbox: Outbox,
    reads: ReadStore,
    calls: ProviderCalls,
    webhooks: ReceivedWebhooks,
    rates: FetchedRates,
    traffic: Traffic,
    clock: Clock,
  ) {
    flowSeries(this.registry, turns);
    engineSeries(this.registry, turns, engine);
    storeSeries(this.registry, { outbox, reads, clock });
    outsideSeries(this.registry, { calls, webhooks, rates, clock });
    httpSeries(this.registry, traffic);
    processSeries(this.registry);
  }
}
