import { cpus, release, totalmem, type } from 'node:os';
import { median } from '../measure/statistics';
import { postgresUrl } from '../machinery/databases';
import { psql } from '../machinery/postgres';
import type { Probe } from '../probe';

/** On what the figures were taken, line by line. */
export function machineOf(probe: Probe): readonly string[] {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB, shared with the load`,
    `${type()} ${release()}, Node ${process.versions.node}`,
    ...postgres(probe),
    ...[...probe.all].map(([name, values]) => {
      const rounded = (value: number) => Math.round(value).toLocaleString('en');
      const range = `${rounded(Math.min(...values))} to ${rounded(Math.max(...values))}`;
      return `${name}: ${rounded(median(values))}/s (${range})`;
    }),
  ];
}

function postgres(probe: Probe): readonly string[] {
  if (!probe.all.has('T')) return [];
  const setting = (name: string) => psql(postgresUrl(), `show ${name}`).trim();
  return [
    `PostgreSQL ${setting('server_version')}, shared_buffers ${setting('shared_buffers')}, ` +
      `synchronous_commit ${setting('synchronous_commit')}, fsync ${setting('fsync')}`,
  ];
}
