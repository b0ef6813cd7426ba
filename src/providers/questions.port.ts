import type { Performed } from '../kernel/task';

/** Questions after payments: there may be many, and a provider that is away must not tie us up. */
export abstract class Questions {
  /** Asks, or answers `try-later` without asking while the provider leaves questions hanging. */
  abstract ask(provider: string, question: () => Promise<Performed>): Promise<Performed>;
}
