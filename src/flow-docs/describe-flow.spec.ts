import { describeAll, describeFlow } from './describe-flow';
import type { DescribedEvent } from './description';
import { exampleParts } from './example.fixture';
import { eventTypesOf } from './parts';

const parts = exampleParts();
const letters = describeFlow('transfer', parts)!;
const scales = describeFlow('scales', parts)!;
const eventOf = (type: string, { events } = letters): DescribedEvent =>
  events.find((event) => event.type === type)!;

it('lists the flows of callers before the generic ones', () => {
  expect(describeAll(parts).map(({ kind, scope }) => [kind, scope])).toEqual([
    ['transfer', 'business'],
    ['scales', 'generic'],
  ]);
});

it('knows no flow that has no table', () => {
  expect(describeFlow('parcel', parts)).toBeUndefined();
});

it('begins with the command that no arrow leads to, and tells it from a door into the middle', () => {
  const later = { command: 'scales.take-back', by: 'caller', when: 'later' };
  expect(letters.begins).toEqual([
    { command: 'transfer.request', by: 'caller', when: 'first' },
    later,
  ]);
  expect(scales.begins).toEqual([{ command: 'scales.ask', by: 'flow', when: 'first' }, later]);
});

it('tells the way to success first, and then what branches off it', () => {
  expect(letters.events.map(({ type }) => type)).toEqual([
    'transfer.requested',
    'scales.asked',
    'scales.weighed',
    'transfer.carried',
    'transfer.completed',
    'transfer.oddity-found',
    'scales.failed',
    'transfer.rejected',
  ]);
});

it('follows a task through the outside world to its answer', () => {
  expect(eventOf('transfer.carried').next).toEqual([
    { kind: 'task', task: 'transfer.deliver', answeredBy: 'transfer.report', asked: 'soon' },
  ]);
});

it('reads from the projections where a flow ends, and what an event does', () => {
  expect(eventOf('transfer.completed')).toMatchObject({
    ends: 'completed',
    effects: [{ kind: 'post', to: 'house:{address}' }],
  });
  expect(eventOf('transfer.requested')).toMatchObject({ ends: null, effects: [] });
});

it('tells refusals, and what leads to nothing, from the way on', () => {
  const tones = Object.fromEntries(letters.events.map(({ type, tone }) => [type, tone]));
  expect(tones).toEqual({
    'transfer.requested': 'forward',
    'scales.asked': 'forward',
    'scales.weighed': 'forward',
    'transfer.carried': 'forward',
    'transfer.completed': 'forward',
    'transfer.oddity-found': 'aside',
    'scales.failed': 'refused',
    'transfer.rejected': 'refused',
  });
});

it('says where a generic chain hands back to the flow that asked', () => {
  expect(scales.events.filter(({ handsBack }) => handsBack).map(({ type }) => type)).toEqual([
    'scales.weighed',
    'scales.failed',
  ]);
  expect(eventOf('scales.failed', scales).tone).toBe('refused');
});

it('gives the rules of a command in their order', () => {
  expect(letters.commands.find(({ type }) => type === 'scales.weigh')).toEqual({
    type: 'scales.weigh',
    handler: 'WeighHandler',
    answers: ['scales.weighed', 'scales.failed'],
    mayChangeNothing: false,
    mayTurnAway: false,
    refuses: [
      { reason: 'too-heavy', says: 'A letter weighs little.' },
      { reason: 'too-light', says: 'A letter weighs something.' },
    ],
  });
});

it('tells answers that are no events from those that are', () => {
  const commands = Object.fromEntries(letters.commands.map((command) => [command.type, command]));
  expect(commands['transfer.request']).toMatchObject({
    answers: ['transfer.requested'],
    mayTurnAway: true,
    mayChangeNothing: false,
  });
  expect(commands['transfer.report']).toMatchObject({ mayTurnAway: false, mayChangeNothing: true });
});

it('knows every event that handlers record', () => {
  expect(eventTypesOf(parts)).toEqual([
    'transfer.requested',
    'scales.asked',
    'scales.weighed',
    'scales.failed',
    'transfer.carried',
    'transfer.completed',
    'transfer.oddity-found',
    'transfer.rejected',
  ]);
});
