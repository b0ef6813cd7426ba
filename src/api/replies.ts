import { Replies, type Carried, type Order, type Reply } from '../engine/order';
import { problemDocument } from '../http/problems/problem';
import { kindOfProblem } from '../http/problems/problem-codes';
import { accountReplies } from './accounts/accounts.replies';
import { currencyReplies } from './currencies/currencies.replies';
import { depositResource } from './deposits/deposits.replies';
import { refusalReply, type ReplyRow } from './edge/reply-row';
import { cancelReplies } from './flow-resources/cancel-reply';
import { flowReplies } from './flow-resources/flow-reply';
import { keyReplies } from './keys/keys.replies';
import { quoteReplies } from './quotes/quotes.replies';
import { rateReplies } from './rates/rates.replies';
import { settingsReplies } from './settings/settings.replies';
import { transferReplies } from './transfers/transfers.replies';
import { withdrawalResource } from './withdrawals/withdrawals.replies';

const rows: readonly ReplyRow[] = [
  ...accountReplies,
  ...flowReplies(depositResource),
  ...flowReplies(withdrawalResource),
  ...cancelReplies({ deposit: depositResource, withdraw: withdrawalResource }),
  ...transferReplies,
  ...currencyReplies,
  ...rateReplies,
  ...quoteReplies,
  ...settingsReplies,
  ...keyReplies,
];

const byCommand: ReadonlyMap<string, ReplyRow> = new Map(
  rows.map((row) => [row.command.type, row]),
);

/**
 * The words of the API for what came of a command. They depend on the command and on the state
 * after it alone, so that a message that is carried a day later is answered in the same words.
 */
export class ApiReplies extends Replies {
  override to(carried: Carried): Reply {
    const { order, turnedAway } = carried;
    const row = rowFor(order);
    return turnedAway === null ? row.tells(carried) : refusalReply(turnedAway, row.path(order));
  }

  override keyReused(order: Order): Reply {
    const code = 'idempotency-key-reused';
    const { explanation: detail } = kindOfProblem(code);
    const document = problemDocument({ code, detail, extras: {} }, rowFor(order).path(order));
    return { status: document.status, body: JSON.stringify(document), location: null };
  }

  override isKept({ status, body }: Reply): boolean {
    return status < 300 || (status === 422 && hasFlow(body));
  }
}

function rowFor({ command: { type } }: Order): ReplyRow {
  const row = byCommand.get(type);
  if (row === undefined) throw new Error(`Nobody has words for ${type}.`);
  return row;
}

const hasFlow = (problem: string): boolean =>
  (JSON.parse(problem) as { readonly flowId?: string }).flowId !== undefined;
