import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Engine } from '../engine/engine';
import type { Turns } from '../engine/turns';

/** How the engine carries messages. */
export function engineSeries(registry: Registry, turns: Turns, engine: Engine): void {
  const registers = [registry];
  const sizes = new Histogram({
    name: 'cambist_turn_size',
    help: 'Messages that one committed turn carried.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    registers,
  });
  const durations = new Histogram({
    name: 'cambist_turn_duration_seconds',
    help: 'From the loading of a turn to its end, committed or not.',
    labelNames: ['result'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const parked = new Counter({
    name: 'cambist_dead_letters_total',
    help: 'Messages that could not be carried and were parked as dead letters.',
    registers,
  });
  new Gauge({
    name: 'cambist_turn_backlog',
    help: 'Messages that wait for a turn.',
    registers,
    collect() {
      this.set(turns.backlog);
    },
  });
  turns.sizes$.subscribe((size) => {
    sizes.observe(size);
  });
  turns.turned$.subscribe(({ milliseconds, isCommitted }) => {
    durations.observe({ result: isCommitted ? 'committed' : 'failed' }, milliseconds / 1_000);
  });
  engine.parked$.subscribe(() => {
    parked.inc();
  });
}
