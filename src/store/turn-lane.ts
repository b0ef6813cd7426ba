import { type Names, TakenNames } from './turn-names';

/** Who waits to be let in. */
interface Entrant {
  readonly names: Names;
  readonly enter: () => void;
}

/**
 * Turns go side by side where nothing that one wants is wanted by another; those that want the
 * same go one at a time, in the order in which they came. What has to be alone waits until all before
 * it is through, and holds up all behind it.
 */
export class TurnLane {
  private waiting: readonly Entrant[] = [];
  private readonly inside = new Set<Entrant>();

  /** Does `work` when nobody else has one of these names, nor waits for one since before. */
  async run<T>(names: Names, work: () => Promise<T>): Promise<T> {
    const entrant = await this.letIn(names);
    try {
      return await work();
    } finally {
      this.inside.delete(entrant);
      this.admit();
    }
  }

  /** Does `work` when nobody else is inside. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.run(null, work);
  }

  /** Resolves when all that came before has gone through, well or not. */
  idle(): Promise<void> {
    return this.alone(() => Promise.resolve());
  }

  private letIn(names: Names): Promise<Entrant> {
    return new Promise((resolve) => {
      const entrant: Entrant = {
        names,
        enter: () => {
          resolve(entrant);
        },
      };
      this.waiting = [...this.waiting, entrant];
      this.admit();
    });
  }

  private admit(): void {
    const taken = new TakenNames([...this.inside].map(({ names }) => names));
    this.waiting = this.waiting.filter((entrant) => {
      const mustWait = taken.meet(entrant.names);
      taken.add(entrant.names);
      if (mustWait) return true;
      this.inside.add(entrant);
      entrant.enter();
      return false;
    });
  }
}
