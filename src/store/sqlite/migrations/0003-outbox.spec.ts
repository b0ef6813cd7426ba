import { ids } from '../../store.fixture';
import { MEMORY, sqliteDriver } from '../driver';
import { packed } from '../../sql/ids.codec';
import { taskOf } from '../../sql/rows';
import type { TaskRow } from '../../sql/tables';
import { first } from './0001-first';
import { fx } from './0002-fx';
import { outbox } from './0003-outbox';

it('keeps the tasks of before, and does not say of any that it surely waits', async () => {
  const connection = (await sqliteDriver())(MEMORY);
  for (const statement of [...first, ...fx]) connection.exec(statement);
  const [tenant, task, flow] = [ids.next('ten'), ids.next('tsk'), ids.next('dep')];
  connection
    .prepare('insert into outbox values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run([
      ...[packed(tenant), packed(task), 'payment.submit', 'deposit', packed(flow), 'evt'],
      ...['{"data":1}', 3, 5_000, null, 0],
    ]);
  for (const statement of outbox) connection.exec(statement);

  expect(connection.prepare<TaskRow>('select * from outbox').all([]).map(taskOf)).toEqual([
    {
      tenantId: tenant,
      id: task,
      type: 'payment.submit',
      stream: { kind: 'deposit', id: flow },
      causationId: 'evt',
      data: '{"data":1}',
      attempts: 3,
      dueAt: 5_000,
      leasedBy: null,
      leasedUntil: 0,
      waitsSince: null,
    },
  ]);
  connection.close();
});
