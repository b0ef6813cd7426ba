import { isProblemCode, type ProblemCode } from '../problems/problem-codes';

/**
 * The message of a schema's issue that ends in a problem of its own: `invalid-amount: An amount
 * is …`. Schemas of every kind carry a message, and nothing else that reaches the issue.
 */
export const says = (code: ProblemCode, detail: string): string => `${code}: ${detail}`;

/** What `says` has put together; a message without a code speaks of an invalid field. */
export function heard(message: string): { readonly code: ProblemCode; readonly detail: string } {
  const colon = message.indexOf(': ');
  const code = message.slice(0, Math.max(colon, 0));
  return isProblemCode(code)
    ? { code, detail: message.slice(colon + 2) }
    : { code: 'invalid-field', detail: message };
}
