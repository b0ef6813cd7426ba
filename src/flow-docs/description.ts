import type { FlowStatus } from '../kernel/flow-state';
import type { Tagged } from '../kernel/outcome';
import type { RuleRow } from '../kernel/rules';

/** What follows an event: a command, or a task for the outside world and the command it answers by. */
export type Step =
  | { readonly kind: 'command'; readonly command: string }
  | {
      readonly kind: 'task';
      readonly task: string;
      readonly answeredBy: string;
      /** `until-deadline`: now and then while nothing has ended it, and at the deadline. */
      readonly asked: 'soon' | 'until-deadline';
    };

/**
 * How an event stands in the story. `refused`: whatever follows, the flow does not complete.
 * `aside`: it is recorded, and the flow does not move by it.
 */
export type Tone = 'forward' | 'refused' | 'aside';

export interface DescribedEvent {
  readonly type: string;
  /** The table whose word it is: the flow's own name, or a generic one's. */
  readonly belongsTo: string;
  readonly tone: Tone;
  readonly next: readonly Step[];
  /** What the flow is once this is recorded; null while it goes on. */
  readonly ends: Exclude<FlowStatus, 'pending'> | null;
  /** True where a generic chain ends and the flow that asked goes on by its own table. */
  readonly handsBack: boolean;
  /** What the flow's payment becomes by it. */
  readonly payment: string | null;
  /** What it does to accounts and ledger; a value of its data stands as `{its.path}`. */
  readonly effects: readonly Tagged[];
}

export interface DescribedCommand {
  readonly type: string;
  readonly handler: string;
  readonly answers: readonly string[];
  /** It may find that nothing has changed: no event, and the chain waits where it is. */
  readonly mayChangeNothing: boolean;
  /** It may turn the request away before anything begins: nothing is recorded. */
  readonly mayTurnAway: boolean;
  /** Its rules, in the order in which they are tried. */
  readonly refuses: readonly RuleRow[];
}

/** How a chain begins: `caller` asks for it, a `flow` needs it, or the `outside` world speaks up. */
export interface Beginning {
  readonly command: string;
  readonly by: 'caller' | 'flow' | 'outside';
  /** `later`: it is a door into the middle of a chain that has begun. */
  readonly when: 'first' | 'later';
}

/** A chain as it is wired in the running application, whole: with the generic parts it uses. */
export interface FlowDescription {
  readonly kind: string;
  readonly scope: 'business' | 'generic';
  readonly begins: readonly Beginning[];
  /** The way to success first, then what branches off it, the latest turn first. */
  readonly events: readonly DescribedEvent[];
  readonly commands: readonly DescribedCommand[];
}

/** `deposit.requested` is a word of the deposit: the name of the table that it belongs to. */
export const familyOf = (type: string): string => type.slice(0, type.indexOf('.'));

/** The command that a step leads to, at once or when the outside world has answered. */
export const commandAfter = (step: Step): string =>
  step.kind === 'command' ? step.command : step.answeredBy;
