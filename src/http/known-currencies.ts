import type { TenantId } from '../kernel/ids';
import { isBuiltIn, isKnownCurrency, learnExponents } from '../money';
import type { ReadStore } from '../store/store.port';
import { ProblemError } from './problems/problem';

/** The code of a currency, and where it stands in a body or a query: `/currency`; in a path: nowhere. */
export interface NamedCurrency {
  readonly pointer: string;
  readonly code: string;
}

/** In the same words for a code that nobody has, and for one that is another tenant's. */
export const NOT_KNOWN = 'This currency is not known.';

/**
 * Which currencies a tenant may use: those that are built in, and those that it has added. None is
 * ever taken away, so that what was found once stays true.
 */
export class KnownCurrencies {
  constructor(private readonly reads: Pick<ReadStore, 'exponents' | 'tenant'>) {}

  /** Hears of what was added since it was asked last, here or at another instance. */
  async learn(): Promise<void> {
    learnExponents(await this.reads.exponents());
  }

  /** Says of each of these codes, and of the built-in ones, whether the tenant may use it. */
  async usableBy(tenantId: TenantId, codes: readonly string[]): Promise<(code: string) => boolean> {
    if (codes.every(isBuiltIn)) return isBuiltIn;
    if (!codes.every(isKnownCurrency)) await this.learn();
    const tenant = await this.reads.tenant(tenantId);
    const own = new Set(tenant?.currencies.map(({ code }) => code));
    return (code) => isBuiltIn(code) || own.has(code);
  }

  /** Throws `unknown-currency` for the first that the tenant may not use. */
  async require(tenantId: TenantId, named: readonly NamedCurrency[]): Promise<void> {
    refuseUnknown(
      named,
      await this.usableBy(
        tenantId,
        named.map(({ code }) => code),
      ),
    );
  }
}

export function refuseUnknown(
  named: readonly NamedCurrency[],
  isUsable: (code: string) => boolean,
): void {
  const errors = named
    .filter(({ code }) => !isUsable(code))
    .map(({ pointer }) => ({ pointer, detail: NOT_KNOWN }));
  if (errors.length > 0) throw new ProblemError('unknown-currency', NOT_KNOWN, { errors });
}
