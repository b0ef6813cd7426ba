import { of, lastValueFrom, toArray } from 'rxjs';
import { asks, flow, genericFlow, on, sagaOf, type Flow } from './flow';
import type { TenantId } from './ids';
import { message, type Message, type Meta } from './message';

class AskedEvent extends message('test.asked')<{ readonly amount: string }> {}
class JudgeCommand extends message('test.judge')<{ readonly amount: string }> {}
class NoteCommand extends message('test.note')<{ readonly at: string }> {}
class CallTask extends message('test.call')<{ readonly amount: string }> {}
class AnswerCommand extends message('test.answer')<{ readonly amount: string }> {}
class OtherEvent extends message('test.other')<{ readonly amount: string }> {}

const meta = (kind: Meta['stream']['kind'] = 'deposit'): Meta => ({
  tenantId: 'ten_1' as TenantId,
  stream: { kind, id: 'dep_1' },
  causationId: 'evt_1',
  at: '2026-11-21T10:00:00.000Z',
});

const judges = on(AskedEvent, JudgeCommand, ({ amount }) => ({ amount }));
const notes = on(AskedEvent, NoteCommand, (_data, { at }) => ({ at }));

const reactions = (table: Flow, ...events: readonly Message[]): Promise<readonly Message[]> =>
  lastValueFrom(sagaOf(table)(of(...events)).pipe(toArray()));

describe('an arrow', () => {
  it('makes of the event the command that it leads to, filled and with the same meta', () => {
    const command = judges.react(new AskedEvent({ amount: '5.00' }, meta()));

    expect(command).toBeInstanceOf(JudgeCommand);
    expect(command).toEqual(new JudgeCommand({ amount: '5.00' }, meta()));
    expect(judges).toMatchObject({
      event: AskedEvent,
      leadsTo: { kind: 'command', command: JudgeCommand },
    });
  });

  it('shows the event’s meta to who fills the command', () => {
    expect(notes.react(new AskedEvent({ amount: '5.00' }, meta()))).toMatchObject({
      data: { at: meta().at },
    });
  });

  it('leads to a task as to a command, and says which command brings the answer', () => {
    const calls = asks(AskedEvent, CallTask, AnswerCommand, ({ amount }) => ({ amount }));

    expect(calls.leadsTo).toEqual({
      kind: 'task',
      task: CallTask,
      answeredBy: AnswerCommand,
      asked: 'soon',
    });
    expect(calls.react(new AskedEvent({ amount: '5.00' }, meta()))).toBeInstanceOf(CallTask);
  });
});

describe('a saga', () => {
  it('sends a command for each arrow of the event, in the order of the table', async () => {
    const sent = await reactions(
      flow('deposit', judges, notes),
      new AskedEvent({ amount: '1' }, meta()),
    );

    expect(sent.map(({ type }) => type)).toEqual(['test.judge', 'test.note']);
  });

  it('sees only the events of its own flows', async () => {
    const table = flow('deposit', judges);

    expect(await reactions(table, new AskedEvent({ amount: '1' }, meta('withdraw')))).toEqual([]);
    expect(await reactions(table, new AskedEvent({ amount: '1' }, meta('tenant')))).toEqual([]);
  });

  it('that is generic serves every flow alike', async () => {
    const events = (['deposit', 'withdraw', 'transfer'] as const).map(
      (kind) => new AskedEvent({ amount: '1' }, meta(kind)),
    );

    const sent = await reactions(genericFlow('generic', judges), ...events);

    expect(sent.map((one) => one.meta.stream.kind)).toEqual(['deposit', 'withdraw', 'transfer']);
  });

  it('has nothing to say to an event that is in none of its arrows', async () => {
    expect(
      await reactions(flow('deposit', judges), new OtherEvent({ amount: '1' }, meta())),
    ).toEqual([]);
  });

  it('remembers nothing from one event to the next', async () => {
    const saga = sagaOf(flow('deposit', judges));
    const ask = async (amount: string) =>
      lastValueFrom(saga(of(new AskedEvent({ amount }, meta()))).pipe(toArray()));

    expect([await ask('1'), await ask('2')]).toMatchObject([
      [{ data: { amount: '1' } }],
      [{ data: { amount: '2' } }],
    ]);
  });

  it('answers one event at once as its stream would', async () => {
    const table = flow('deposit', judges, notes);
    const events = [
      new AskedEvent({ amount: '1' }, meta()),
      new AskedEvent({ amount: '1' }, meta('withdraw')),
      new OtherEvent({ amount: '1' }, meta()),
    ];

    const answers = events.map((event) => sagaOf(table).reactionsTo(event));

    expect(answers.map(({ length }) => length)).toEqual([2, 0, 0]);
    expect(answers.flat()).toEqual(await reactions(table, ...events));
  });

  it('carries its table, so that the engine and the docs read what runs', () => {
    const table = flow('deposit', judges);

    expect(sagaOf(table).flow).toBe(table);
  });
});
