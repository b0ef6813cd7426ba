import type { z } from 'zod';
import type { Order, Reply } from '../../engine/order';
import { canonicalHash } from '../../http/canonical-json';
import { refuseUnknown } from '../../http/known-currencies';
import { ProblemError, problemDocument } from '../../http/problems/problem';
import { problemOfIssues } from '../../http/validation/problem-of-issues';
import type { Ids, RequestId, TenantId } from '../../kernel/ids';
import type { Providers } from '../../providers/provider.port';
import { askedDeposit } from '../deposits/asked-deposit';
import { newDeposit } from '../deposits/deposits.schemas';
import { orderOf, type Asked, type Asker } from '../edge/order-desk';
import { askedTransfer } from '../transfers/asked-transfer';
import { newTransfer } from '../transfers/transfers.schemas';
import { askedWithdrawal } from '../withdrawals/asked-withdrawal';
import { newWithdrawal } from '../withdrawals/withdrawals.schemas';
import { resourceOfKind, type Item } from './bulk.schemas';

/** What the items of one call have in common. */
interface Call {
  readonly tenantId: TenantId;
  readonly causationId: RequestId;
  readonly dryRun: boolean;
  readonly ids: Ids;
  readonly providers: Providers;
  /** Whether the tenant may use a currency that an item names. */
  readonly isUsable: (code: string) => boolean;
}

/** An item as an order of the engine; or, when it cannot be one, what its call is answered. */
export type ReadItem = { readonly key: string; readonly path: string } & (
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'unreadable'; readonly reply: Reply }
);

type Reader = (fields: unknown, asker: Asker, call: Call) => Order;

/** Throws a ProblemError for fields that the single call would refuse. */
const reads =
  <Body, Data>(
    schema: z.ZodType<Body>,
    ask: (body: Body, ids: Ids, providers: Providers) => Asked<Data>,
  ): Reader =>
  (fields, asker, { ids, providers, isUsable, dryRun }) => {
    const read = schema.safeParse(fields);
    if (!read.success) throw problemOfIssues(read.error.issues);
    const asked = ask(read.data, ids, providers);
    refuseUnknown(asked.currencies ?? [], isUsable);
    return orderOf(asker, { ...asked, dryRun });
  };

const readers: Readonly<Record<(typeof resourceOfKind)[Item['kind']], Reader>> = {
  deposits: reads(newDeposit, askedDeposit),
  withdrawals: reads(newWithdrawal, askedWithdrawal),
  transfers: reads(newTransfer, askedTransfer),
};

/** Reads an item as its single call reads a body; its key is the one of that call. */
export function readItem(
  { kind, idempotencyKey: key, ...fields }: Item,
  at: number,
  call: Call,
): ReadItem {
  const { tenantId, causationId, dryRun } = call;
  const resource = resourceOfKind[kind];
  const path = `/v1/${resource}`;
  const idempotency = dryRun
    ? null
    : { scope: `POST ${path}`, key, bodyHash: canonicalHash(fields) };
  try {
    const asker = { tenantId, causationId, idempotency };
    return { kind: 'order', key, path, order: readers[resource](fields, asker, call) };
  } catch (thrown) {
    if (!(thrown instanceof ProblemError)) throw thrown;
    return { kind: 'unreadable', key, path, reply: replyOf(atItem(thrown, at), path) };
  }
}

/** A problem as the body of an answer to the call of that path. */
export function replyOf(problem: ProblemError, path: string): Reply {
  const document = problemDocument(problem, path);
  return { status: document.status, body: JSON.stringify(document), location: null };
}

/** Pointers lead into the body that was sent. */
function atItem({ code, detail, extras }: ProblemError, at: number): ProblemError {
  const errors = extras.errors?.map(({ pointer, ...error }) => ({
    pointer: `/items/${at}${pointer}`,
    ...error,
  }));
  return new ProblemError(code, detail, { ...extras, ...(errors && { errors }) });
}
