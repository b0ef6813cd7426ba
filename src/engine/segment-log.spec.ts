import type { TenantId } from '../kernel/ids';
import { createLogger } from '../logging/logger';
import { touching, type Order } from './order';
import { SegmentLog } from './segment-log';

const order: Order = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'transfer', id: 'trf_1' },
  command: { type: 'transfer.request', data: { secret: 'hunter2' } },
  causationId: 'req_1',
  touches: touching({}),
  origin: { kind: 'internal' },
};

function recorded() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = new SegmentLog(createLogger({ level: 'info', destination }));
  return { log, last: () => JSON.parse(lines.at(-1) ?? 'null') as Record<string, unknown> };
}

it('writes what a segment did, and nothing of what was in it', () => {
  const { log, last } = recorded();

  log.carried({ order, events: ['transfer.requested'], newTasks: [] }, 1.23456);

  const { time, pid, hostname, ...line } = last();
  expect([time, pid, hostname]).not.toContain(undefined);
  expect(line).toEqual({
    level: 30,
    tenantId: 'ten_1',
    kind: 'transfer',
    flowId: 'trf_1',
    events: ['transfer.requested'],
    ms: 1.235,
    msg: 'segment',
  });
});

it('looks for secrets in a fault, which may have brought them along', () => {
  const { log, last } = recorded();
  const fault = Object.assign(new Error('no'), { request: { authorization: 'Bearer hunter2' } });

  log.fault(order, 1, fault);

  expect(last()).toMatchObject({ command: 'transfer.request', err: { message: 'no' } });
  expect(JSON.stringify(last())).not.toContain('hunter2');
});
