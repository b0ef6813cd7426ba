import type { RuleRow } from '../kernel/rules';

/** What is asked of a pair of currencies. The kind of the rates' answer tells whether it is so. */
export const pairMustHaveRate: RuleRow = {
  reason: 'unsupported-pair',
  says: 'A rate between the two currencies must be known.',
};

export const rateMustBeFresh: RuleRow = {
  reason: 'rate-unavailable',
  says: 'The rate must not have been fetched too long ago.',
};
