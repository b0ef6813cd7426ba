import type { ProblemCode } from '../../http/problems/problem-codes';

/** What any flow may be refused for, once it was asked for rightly. */
export const accountFlowRefusals: readonly ProblemCode[] = [
  'account-frozen',
  'account-closed',
  'below-minimum',
  'limit-exceeded',
  'converted-amount-zero',
  'unsupported-pair',
  'quote-already-used',
  'quote-expired',
  'quote-mismatch',
  'rate-unavailable',
];

/** One that takes money from an account may find too little there. */
export const debitingFlowRefusals: readonly ProblemCode[] = [
  ...accountFlowRefusals,
  'insufficient-funds',
];
