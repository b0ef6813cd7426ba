import { problemOfIssues } from '../../http/validation/problem-of-issues';
import type { Providers } from '../../providers/provider.port';
import { SIMULATOR } from '../providers/simulator-name';

/**
 * The provider that knows this means of payment; `invalid-field` when none does. The built-in one
 * is the only one so far.
 */
export function providerFor(providers: Providers, field: string, method: string): string {
  const found = providers.named(SIMULATOR);
  if (found.kind === 'found' && found.provider.accepts(method)) return found.provider.name;
  const message = 'No provider knows this means of payment.';
  throw problemOfIssues([{ path: [field], message }]);
}
