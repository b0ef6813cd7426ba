import type { Carried, Order, Reply } from '../../engine/order';
import { problemDocument, type ProblemExtras } from '../../http/problems/problem';
import { isProblemCode, kindOfProblem } from '../../http/problems/problem-codes';
import type { MessageClass } from '../../kernel/message';
import type { Refused } from '../../kernel/rules';

/** What a request is answered, by the type of its command. */
export interface ReplyRow {
  readonly command: MessageClass;
  /** The path that the request came by. */
  readonly path: (order: Order) => string;
  /** The answer when the command was not turned away. */
  readonly tells: (carried: Carried) => Reply;
}

/** A row whose functions are given the data of the command as what it is. */
export const repliesTo = <Data>(
  command: MessageClass<Data>,
  path: (data: NoInfer<Data>, order: Order) => string,
  tells: (data: NoInfer<Data>, carried: Carried) => Reply,
): ReplyRow => ({
  command,
  path: (order) => path(order.command.data as Data, order),
  tells: (carried) => tells(carried.order.command.data as Data, carried),
});

export const created = (view: object, location: string | null): Reply => ({
  status: 201,
  body: JSON.stringify(view),
  location,
});

export const ok = (view: object): Reply => ({
  status: 200,
  body: JSON.stringify(view),
  location: null,
});

export const noContent: Reply = { status: 204, body: '', location: null };

/** A refusal as a problem. One whose code is not in the table is a fault of ours. */
export function refusalReply(
  { code, detail, ...told }: Refused,
  instance: string,
  more: Pick<ProblemExtras, 'flowId'> = {},
): Reply {
  if (!isProblemCode(code)) throw new Error(`The refusal ${code} is not among the problems.`);
  // Only a flow's refusal is kept under its key: after any other one the same key may try again.
  const isKept = more.flowId !== undefined || kindOfProblem(code).retry !== 'new-key';
  const retry = isKept ? {} : ({ retry: 'same-key' } as const);
  const extras = { ...more, ...told, ...retry };
  const document = problemDocument({ code, detail, extras }, instance);
  return { status: document.status, body: JSON.stringify(document), location: null };
}

/** What the chain must have left behind; its absence is a fault. */
export function leftBehind<T>(thing: T | undefined, what: string): T {
  if (thing === undefined) throw new Error(`There is no ${what} after it was made or changed.`);
  return thing;
}
