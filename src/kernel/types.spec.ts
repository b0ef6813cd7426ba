import 'reflect-metadata';
import { Answers, NothingNew } from './answers';
import { asks, on } from './flow';
import type { AccountId, FlowId, TenantId } from './ids';
import { message, type Meta } from './message';
import { match, type Found } from './outcome';
import { effects, becomes } from './projection';
import type { FlowState } from './flow-state';

/**
 * What must not compile: `tsc` fails on an `@ts-expect-error` under which nothing is wrong. At run
 * time most of it would do harm quietly, which is why the compiler is asked.
 */
class PaidEvent extends message('test.paid')<{ readonly amount: string }> {}
class DeclinedEvent extends message('test.declined')<{ readonly amount: string }> {}
class BookCommand extends message('test.book')<{ readonly amount: string }> {}
class CallTask extends message('test.call')<{ readonly amount: string }> {}

const meta: Meta = {
  tenantId: 'ten_1' as TenantId,
  stream: { kind: 'deposit', id: 'dep_1' },
  causationId: 'req_1',
  at: '2026-11-21T10:00:00.000Z',
};

describe('match', () => {
  const found = { kind: 'missing' } as Found<'account', string>;

  it('does not compile with a forgotten case', () => {
    // @ts-expect-error nobody says what happens when it is found
    expect(match(found, { missing: () => 'none' })).toBe('none');
  });

  it('does not compile when a case expects what the outcome does not carry', () => {
    const cases = { missing: () => 'none', found: ({ account }: { account: number }) => account };
    // @ts-expect-error the account is text
    expect(match(found, cases)).toBe('none');
  });

  it('answers with what its cases answer', () => {
    const answer: string | null = match(found, {
      missing: () => null,
      found: ({ account }) => account,
    });
    // @ts-expect-error it may be null
    const text: string = match(found, { missing: () => null, found: ({ account }) => account });
    expect([answer, text]).toEqual([null, null]);
  });
});

describe('an arrow', () => {
  it('does not compile when the command is not filled with its own data', () => {
    // @ts-expect-error the command's amount is text
    const asNumber = on(PaidEvent, BookCommand, () => ({ amount: 5 }));
    // @ts-expect-error the command's amount is missing
    const asNothing = on(PaidEvent, BookCommand, () => ({}));
    expect([asNumber, asNothing]).toHaveLength(2);
  });

  it('does not compile when it reads what the event does not carry', () => {
    // @ts-expect-error the event has no currency
    const arrow = on(PaidEvent, BookCommand, ({ currency }) => ({ amount: String(currency) }));
    expect(arrow.event).toBe(PaidEvent);
  });

  it('does not compile when a task is filled with another’s data', () => {
    // @ts-expect-error the task's amount is text
    const arrow = asks(PaidEvent, CallTask, BookCommand, () => ({ amount: null }));
    expect(arrow.event).toBe(PaidEvent);
  });
});

describe('a handler', () => {
  it('does not compile when it answers what it has not declared', () => {
    // @ts-expect-error it may decline
    @Answers(PaidEvent)
    class Hasty {
      execute({ data }: BookCommand): PaidEvent | DeclinedEvent {
        return data.amount === '0' ? new DeclinedEvent(data, meta) : new PaidEvent(data, meta);
      }
    }
    // @ts-expect-error it may have nothing to say
    @Answers(PaidEvent)
    class Silent {
      execute(): PaidEvent | NothingNew {
        return new NothingNew();
      }
    }
    expect([Hasty, Silent]).toHaveLength(2);
  });
});

describe('a message', () => {
  it('is not another of the same shape', () => {
    const declined = new DeclinedEvent({ amount: '5.00' }, meta);
    // @ts-expect-error what was declined was not paid
    const paid: PaidEvent = declined;
    expect(paid.type).toBe('test.declined');
  });

  it('cannot be made of data that is not its own', () => {
    // @ts-expect-error an amount is text
    expect(new PaidEvent({ amount: 5 }, meta).data).toEqual({ amount: 5 });
  });
});

describe('a projection row', () => {
  it('does not compile when it reads what the event does not carry', () => {
    // @ts-expect-error the event has no currency
    const row = effects(PaidEvent, ({ currency }) => [{ kind: String(currency) }]);
    expect(row.event).toBe(PaidEvent);
  });

  it('does not compile when a flow becomes less than a flow', () => {
    // @ts-expect-error a flow has more than an id
    const row = becomes(PaidEvent, (flow: FlowState) => ({ id: flow.id }));
    expect(row.event).toBe(PaidEvent);
  });
});

describe('an id', () => {
  it('is not another thing’s', () => {
    const account = 'acc_1' as AccountId;
    // @ts-expect-error an account is not a flow
    const flow: FlowId = account;
    // @ts-expect-error nor is just any text an account
    const any: AccountId = 'acc_1';
    expect([flow, any]).toEqual(['acc_1', 'acc_1']);
  });
});
