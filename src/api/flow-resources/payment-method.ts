import { problemOfIssues } from '../../http/validation/problem-of-issues';
import { type Providers } from '../../providers/provider.port';

/** The provider that pays while there is only one; its methods begin with `sim:`. */
const PROVIDER = 'simulator';

/** The provider that knows this means of payment; `invalid-field` when none does. */
export function providerFor(providers: Providers, field: string, method: string): string {
  const found = providers.named(PROVIDER);
  if (found.kind === 'found' && found.provider.accepts(method)) return found.provider.name;
  const message = 'No provider knows this means of payment.';
  throw problemOfIssues([{ path: [field], message }]);
}
