import { packed } from '../../sql/ids.codec';
import { deadLetterOf } from '../../sql/rows';
import type { DeadLetterRow } from '../../sql/tables';
import { ids } from '../../store.fixture';
import { MEMORY, sqliteDriver } from '../driver';
import { first } from './0001-first';
import { discardedLetters } from './0006-discarded-letters-additive';

it('keeps the dead letters of before, whole', async () => {
  const connection = (await sqliteDriver())(MEMORY);
  for (const statement of first) connection.exec(statement);
  const [tenant, id, flow] = [ids.next('ten'), ids.next('dlt'), ids.next('dep')];
  const at = '2026-11-21T10:00:00.000Z';
  connection
    .prepare(`insert into dead_letters values (${Array(15).fill('?').join(', ')})`)
    .run([
      ...[packed(tenant), packed(id), 'parked', 'deposit', packed(flow), 'deposit.request', '{}'],
      ...['req', 'POST /v1/deposits', 'key', 'hash', 'Error: planted', 3, at, at],
    ]);
  for (const statement of discardedLetters) connection.exec(statement);

  const letters = connection.prepare<DeadLetterRow>('select * from dead_letters').all([]);
  expect(letters.map(deadLetterOf)).toEqual([
    {
      tenantId: tenant,
      id,
      status: 'parked',
      stream: { kind: 'deposit', id: flow },
      type: 'deposit.request',
      data: '{}',
      causationId: 'req',
      request: { scope: 'POST /v1/deposits', key: 'key', bodyHash: 'hash' },
      error: 'Error: planted',
      attempts: 3,
      createdAt: at,
      updatedAt: at,
    },
  ]);
  connection.close();
});
