import 'reflect-metadata';
import { Answers, answersOf, NothingNew, TurnedAway } from './answers';
import type { TenantId } from './ids';
import { flowIdOf, message, onTenantStream, type Meta } from './message';
import { performedBy, Performs } from './task';

class GreetCommand extends message('test.greet')<{ readonly whom: string }> {}
class GreetedEvent extends message('test.greeted')<{ readonly whom: string }> {}
class CallTask extends message('test.call')<{ readonly whom: string }> {}

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'deposit', id: 'dep_1' },
  causationId: 'req_1',
  at: '2026-11-21T10:00:00.000Z',
};

it('carries its type on the class and on itself, under which it is stored', () => {
  const greeting = new GreetCommand({ whom: 'you' }, meta);

  expect([GreetCommand.type, greeting.type]).toEqual(['test.greet', 'test.greet']);
  expect(greeting).toMatchObject({ data: { whom: 'you' }, meta });
});

it('names its flow by its stream', () => {
  expect(flowIdOf(meta)).toBe('dep_1');
});

it('can be put on the tenant’s own stream, and leaves the rest as it is', () => {
  expect(onTenantStream(meta)).toEqual({ ...meta, stream: { kind: 'tenant', id: 'ten_1' } });
});

it('has answers that its handler declares', () => {
  @Answers(GreetedEvent, NothingNew, TurnedAway)
  class GreetHandler {
    execute({ data, meta: own }: GreetCommand): GreetedEvent | NothingNew {
      return data.whom === '' ? new NothingNew() : new GreetedEvent(data, own);
    }
  }
  class Undeclared {}

  expect(answersOf(GreetHandler)).toEqual([GreetedEvent, NothingNew, TurnedAway]);
  expect(answersOf(Undeclared)).toEqual([]);
});

it('is performed with patience, of which a performer says what differs', () => {
  @Performs(CallTask, { firstAfter: 2_000 })
  class CallPerformer {
    perform(): Promise<{ readonly kind: 'try-later'; readonly detail: string }> {
      return Promise.resolve({ kind: 'try-later', detail: 'engaged' });
    }
  }

  expect(performedBy(CallPerformer)).toEqual({
    task: CallTask,
    patience: { firstAfter: 2_000, backoff: 250, longest: 5_000 },
  });
  expect(performedBy(class {})).toBeUndefined();
});
