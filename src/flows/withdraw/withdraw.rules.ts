import {
  fundsRules,
  limitRules,
  statusRules,
  type OperationFacts,
} from '../../accounts/operation.rules';
import type { Rule } from '../../kernel/rules';

/** In the account's own currency, in this order; the first that is broken is the refusal. */
export const withdrawRules: readonly Rule<OperationFacts>[] = [
  ...statusRules,
  ...limitRules,
  ...fundsRules,
];
