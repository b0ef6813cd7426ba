import { z } from 'zod';
import {
  accountId,
  amountText,
  currencyCode,
  instantText,
  metadata,
  metadataChange,
  lineOfText,
  pageFields,
} from '../../http/fields';
import { issuesOfTerms } from './account-terms';

const bound = amountText.nullish();
const operationLimits = z
  .strictObject({ min: bound, max: bound, daily: bound })
  .meta({ id: 'NewOperationLimits' });

/** Bounds in the account's own currency; null, and what is left out of a new account, is no bound. */
const limits = z.strictObject({
  deposit: operationLimits.nullish(),
  withdraw: operationLimits.nullish(),
  transfer: operationLimits.nullish(),
});

export const newAccount = z
  .strictObject({
    currency: currencyCode,
    name: lineOfText.nullish(),
    reference: lineOfText.nullish(),
    limits: limits.nullish(),
    overdraft: amountText.nullish(),
    metadata: metadata.nullish(),
  })
  .superRefine((terms, findings) => {
    for (const issue of issuesOfTerms(terms, terms.currency)) findings.addIssue({ ...issue });
  })
  .meta({ id: 'NewAccount' });
export type NewAccount = z.infer<typeof newAccount>;

/** A merge patch (RFC 7396). Its amounts are checked when the account's currency is known. */
export const accountPatch = z
  .strictObject({
    name: lineOfText.nullish(),
    limits: limits.nullish(),
    overdraft: amountText.nullish(),
    metadata: metadataChange.nullish(),
  })
  .meta({ id: 'AccountPatch' });
export type AccountPatch = z.infer<typeof accountPatch>;

export const accountListQuery = z.strictObject({
  ...pageFields,
  reference: lineOfText.describe('Your own id, as the account was opened with it.').optional(),
});
export type AccountListQuery = z.infer<typeof accountListQuery>;

/** `at` is a committed time, inclusive; the present one when it is left out. */
export const balanceQuery = z.strictObject({ at: instantText.optional() });
export type BalanceQuery = z.infer<typeof balanceQuery>;

export const accountPath = accountId;
