import type { TaskId, TenantId } from '../kernel/ids';
import { namesOf, TakenNames } from './turn-names';

const one = 'ten_1' as TenantId;
const other = 'ten_2' as TenantId;

const meet = (
  first: Parameters<typeof namesOf>[0],
  second: Parameters<typeof namesOf>[0],
): boolean => new TakenNames([namesOf(first)]).meet(namesOf(second));

const account = (id: string, tenantId = one) => ({ accounts: [{ tenantId, id }] });
const request = (key: string) => ({ requests: [{ tenantId: one, scope: 'POST /v1/x', key }] });
const task = (stream: string) => ({
  tasks: [
    { tenantId: one, stream: { kind: 'deposit', id: stream }, id: 'tsk_1' as TaskId } as const,
  ],
});

it.each([
  ['an account', account('acc_1'), account('acc_1')],
  ['a key', request('k'), request('k')],
  [
    'a stream’s tasks and one of them',
    { tasksOf: [{ tenantId: one, id: 'dep_1' }] },
    task('dep_1'),
  ],
  [
    'anything and a dead letter',
    account('acc_1'),
    { deadLetters: [{ tenantId: one, id: 'dlt_1' as never }] },
  ],
  [
    'a reference',
    { references: [{ tenantId: one, reference: 'r' }] },
    { references: [{ tenantId: one, reference: 'r' }] },
  ],
])('two turns that want %s meet', (_, first, second) => {
  expect(meet(first, second)).toBe(true);
  expect(meet(second, first)).toBe(true);
});

it.each([
  ['other accounts', account('acc_1'), account('acc_2')],
  ['another tenant’s account', account('acc_1'), account('acc_1', other)],
  ['other keys', request('k'), request('l')],
  ['only their tenant in common', { tenants: [one] }, { tenants: [one] }],
])('two turns that want %s do not', (_, first, second) => {
  expect(meet(first, second)).toBe(false);
  expect(meet(second, first)).toBe(false);
});
