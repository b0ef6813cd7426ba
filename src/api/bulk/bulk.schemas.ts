import { z } from 'zod';
import { idempotencyKeyText } from '../../http/idempotency';
import { problemSchema } from '../../http/problems/problem.schema';
import { says } from '../../http/validation/says';
import { shownDeposit } from '../deposits/deposit.view';
import { newDeposit } from '../deposits/deposits.schemas';
import { shownDryRunOf } from '../flow-resources/dry-run.view';
import { shownTransfer } from '../transfers/transfer.view';
import { newTransfer } from '../transfers/transfers.schemas';
import { shownWithdrawal } from '../withdrawals/withdrawal.view';
import { newWithdrawal } from '../withdrawals/withdrawals.schemas';

const MOST_ITEMS = 1_000;

/** A flow is of the kind `withdraw`, and the thing is a `withdrawal`: neither is a mistake here. */
export const resourceOfKind = {
  deposit: 'deposits',
  withdraw: 'withdrawals',
  withdrawal: 'withdrawals',
  transfer: 'transfers',
} as const;
type ItemKind = keyof typeof resourceOfKind;
const kinds = Object.keys(resourceOfKind) as [ItemKind, ...ItemKind[]];

/** As much of an item as must be right before anything is done; the rest is its single call's. */
const item = z.looseObject({ kind: z.enum(kinds), idempotencyKey: idempotencyKeyText });
export type Item = z.infer<typeof item>;

/** Under one key a single call would be answered what the other one was: one would not be done. */
function noKeyTwice(items: readonly Item[], findings: z.RefinementCtx): void {
  const known = new Set<string>();
  for (const [at, { kind, idempotencyKey }] of items.entries()) {
    const key = `${resourceOfKind[kind]} ${idempotencyKey}`;
    if (known.has(key)) {
      const message = says('idempotency-key-invalid', 'An item before has the same key.');
      findings.addIssue({ code: 'custom', path: [at, 'idempotencyKey'], message });
    }
    known.add(key);
  }
}

const items = `There may be 1 to ${MOST_ITEMS.toLocaleString('en')} items.`;

export const bulk = z.strictObject({
  atomic: z.boolean().optional(),
  items: z.array(item).min(1, items).max(MOST_ITEMS, items).superRefine(noKeyTwice),
});
export type Bulk = z.infer<typeof bulk>;

const itemOf = <S extends z.ZodRawShape>(
  id: string,
  ofKinds: [ItemKind, ...ItemKind[]],
  shape: S,
) =>
  z
    .strictObject({ kind: z.enum(ofKinds), idempotencyKey: idempotencyKeyText, ...shape })
    .meta({ id });

/** The whole of it, as it is described. */
export const describedBulk = z
  .strictObject({
    atomic: z
      .boolean()
      .optional()
      .describe('All items or none: where one is refused, nothing of any is kept.')
      .meta({ default: false }),
    items: z
      .array(
        z.union([
          itemOf('DepositItem', ['deposit'], newDeposit.shape),
          itemOf('WithdrawalItem', ['withdraw', 'withdrawal'], newWithdrawal.shape),
          itemOf('TransferItem', ['transfer'], newTransfer.shape),
        ]),
      )
      .min(1)
      .max(MOST_ITEMS),
  })
  .meta({ id: 'Bulk' });

const shownResult = z
  .strictObject({
    idempotencyKey: z.string(),
    status: z.int().describe('The status that the single call would have been answered.'),
    replayed: z.boolean().describe('The answer that the key was given before.'),
    location: z.string().nullable().describe('The path of what was made.'),
    body: z.union([
      shownDeposit,
      shownWithdrawal,
      shownTransfer,
      shownDryRunOf(shownDeposit),
      shownDryRunOf(shownWithdrawal),
      shownDryRunOf(shownTransfer),
      problemSchema,
    ]),
  })
  .meta({ id: 'BulkResult' });

export const shownBulk = z
  .strictObject({
    atomic: z.boolean(),
    refused: z.int().min(0).describe('How many items were not done: their status is a 4xx.'),
    unknown: z
      .int()
      .min(0)
      .describe(
        'How many items have a 5xx: they may be done, now or later. Send them again under the same keys, and under no others. ' +
          'Of an atomic bulk nothing is kept unless this and `refused` are 0.',
      ),
    results: z.array(shownResult).describe('One for each item, in their order.'),
  })
  .meta({ id: 'BulkResults' });
