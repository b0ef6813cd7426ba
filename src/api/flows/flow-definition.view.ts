import type { FlowDescription } from '../../flow-docs/description';

/** Where the chain of one kind can be had as Mermaid. */
const diagramOf = (kind: string): string => `/v1/flow-definitions/${kind}/diagram`;

/**
 * A chain as it is wired in this process. `events` begin with the way to success; a step leads to
 * a command, or to a task for the outside world whose answer comes back as a command. `effects`
 * is what an event does to accounts and ledger, with `{…}` for what its data say.
 */
export const flowDefinitionView = ({ kind, scope, begins, events, commands }: FlowDescription) => ({
  object: 'flow-definition' as const,
  kind,
  scope,
  diagram: diagramOf(kind),
  begins,
  ends: events.flatMap(({ type, ends }) => (ends === null ? [] : [{ event: type, status: ends }])),
  events,
  commands,
});

export type FlowDefinitionView = ReturnType<typeof flowDefinitionView>;
