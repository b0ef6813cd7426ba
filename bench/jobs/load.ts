import { bodies, type Asking } from '../load/bodies';
import { Connection } from '../load/connection';
import { Random } from '../load/random';
import { percentile } from '../measure/statistics';
import { answering } from '../machinery/jobs';

export interface LoadPlan {
  readonly url: string;
  readonly apiKey: string;
  readonly path: string;
  readonly asking: Asking;
  readonly accounts: readonly string[];
  readonly clients: number;
  /** Whichever comes first ends it. */
  readonly seconds: number;
  readonly requests: number;
  /** Of the accounts and amounts; the keys are new each time. */
  readonly seed: number;
}

export interface Loaded {
  readonly answered: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** So many clients, each with one request on its way, until the time is over. */
async function load(plan: LoadPlan): Promise<Loaded> {
  const { clients, requests, seconds } = plan;
  const connections = await Promise.all(
    Array.from({ length: clients }, () => Connection.open(plan.url)),
  );
  const latencies: number[] = [];
  const run = `${process.pid}-${Date.now()}`;
  const began = performance.now();
  const until = began + seconds * 1_000;
  let sent = 0;
  const client = async (connection: Connection, index: number): Promise<void> => {
    const random = new Random(plan.seed + index);
    while (sent < requests && performance.now() < until) {
      const key = `${run}-${sent++}`;
      const body = JSON.stringify(bodies[plan.asking](plan.accounts, random, key));
      const asked = performance.now();
      const headers = `authorization: Bearer ${plan.apiKey}\r\nidempotency-key: ${key}`;
      const { status, body: said } = await connection.post(plan.path, headers, body);
      latencies.push(performance.now() - asked);
      // A refusal would be counted as work that was done.
      if (status >= 300) throw new Error(`${plan.path} answered ${status}: ${said.slice(0, 300)}`);
    }
  };
  await Promise.all(connections.map(client));
  const ended = performance.now();
  for (const connection of connections) connection.close();
  return {
    answered: latencies.length,
    seconds: (ended - began) / 1_000,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

answering(load);
