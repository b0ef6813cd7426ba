import { z } from 'zod';
import type { FlowDescription } from '../../flow-docs/description';
import type { Tagged } from '../../kernel/outcome';

const step = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('command'), command: z.string() }),
    z.strictObject({
      kind: z.literal('task'),
      task: z.string(),
      answeredBy: z.string().describe('The command that brings the answer of the outside world.'),
      asked: z
        .enum(['soon', 'until-deadline'])
        .describe(
          '`until-deadline`: now and then while nothing has ended it, and at the deadline.',
        ),
    }),
  ])
  .readonly();

const effect = z
  .custom<Tagged>()
  .meta({ type: 'object', properties: { kind: { type: 'string' } }, required: ['kind'] });

const describedEvent = z
  .strictObject({
    type: z.string(),
    belongsTo: z.string(),
    tone: z.enum(['forward', 'refused', 'aside']),
    next: z.array(step).readonly(),
    ends: z.enum(['completed', 'failed', 'rejected']).nullable(),
    handsBack: z.boolean(),
    payment: z.string().nullable().describe('What the payment becomes by it.'),
    effects: z
      .array(effect)
      .readonly()
      .describe('What it does to accounts and ledger, with `{…}` for what its data say.'),
  })
  .readonly();

const describedCommand = z
  .strictObject({
    type: z.string(),
    handler: z.string(),
    answers: z.array(z.string()).readonly(),
    mayChangeNothing: z.boolean(),
    mayTurnAway: z.boolean(),
    refuses: z
      .array(z.strictObject({ reason: z.string(), says: z.string() }).readonly())
      .readonly()
      .describe('Its rules, in the order in which they are tried.'),
  })
  .readonly();

export const shownFlowDefinition = z
  .strictObject({
    object: z.literal('flow-definition'),
    kind: z.string(),
    scope: z.enum(['business', 'generic']),
    diagram: z.string().describe('Where it can be had as Mermaid text.'),
    begins: z
      .array(
        z
          .strictObject({
            command: z.string(),
            by: z.enum(['caller', 'flow', 'outside']),
            when: z.enum(['first', 'later']).describe('`later`: it enters a chain that has begun.'),
          })
          .readonly(),
      )
      .readonly(),
    ends: z.array(
      z.strictObject({ event: z.string(), status: z.enum(['completed', 'failed', 'rejected']) }),
    ),
    events: z.array(describedEvent).readonly(),
    commands: z.array(describedCommand).readonly(),
  })
  .meta({ id: 'FlowDefinition', description: 'A chain, as the running code has it.' });

export type FlowDefinitionView = z.infer<typeof shownFlowDefinition>;

/** Where the chain of one kind can be had as Mermaid. */
const diagramOf = (kind: string): string => `/v1/flow-definitions/${kind}/diagram`;

/**
 * A chain as it is wired in this process. `events` begin with the way to success; a step leads to
 * a command, or to a task for the outside world whose answer comes back as a command. `effects`
 * is what an event does to accounts and ledger, with `{…}` for what its data say.
 */
export const flowDefinitionView = ({
  kind,
  scope,
  begins,
  events,
  commands,
}: FlowDescription): FlowDefinitionView => ({
  object: 'flow-definition',
  kind,
  scope,
  diagram: diagramOf(kind),
  begins,
  ends: events.flatMap(({ type, ends }) => (ends === null ? [] : [{ event: type, status: ends }])),
  events,
  commands,
});
