import type { FlowState } from './flow-state';
import type { Meta } from './message';

/** The state of the flow that a message belongs to, as the running turn sees it. */
export abstract class Flows {
  /** A flow that has not begun has no state: asking for it is a fault. */
  abstract of<S extends FlowState>(meta: Meta): S;
}
