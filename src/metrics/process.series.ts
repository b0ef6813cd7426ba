import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';
import { version } from '../config/version';

/** The process: its build, and what prom-client knows of Node (event loop, memory, CPU). */
export function processSeries(registry: Registry): void {
  const build = new Gauge({
    name: 'cambist_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'],
    registers: [registry],
  });
  build.set({ version: version(), node: process.version }, 1);
  collectDefaultMetrics({ register: registry });
}
