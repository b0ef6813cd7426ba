import { problemOfIssues } from '../../http/validation/problem-of-issues';
import type { Providers } from '../../providers/provider.port';

/** The name of the provider that knows this means of payment; `invalid-field` when none does. */
export function providerFor(providers: Providers, field: string, method: string): string {
  const found = providers.accepting(method);
  if (found.kind === 'found') return found.provider.name;
  const message = 'No provider knows this means of payment.';
  throw problemOfIssues([{ path: [field], message }]);
}
