import type { MessageClass, Meta } from './message';

/**
 * How a flow's task of one class stands. `waiting`: it has surely not been performed, and is
 * given to nobody before the turn has ended. `given-out`: it may be performed at this moment, or
 * may have been when its answer was lost.
 */
export type TaskStanding = 'none' | 'waiting' | 'given-out';

/** What the flow that a message belongs to still asks of the outside world. */
export abstract class OpenTasks {
  /** The order must have named the flow in `tasksOf`: else it is a fault. */
  abstract standingOf(meta: Meta, task: MessageClass): TaskStanding;
}
