/**
 * A map laid over another: reads fall through, writes stay on top. A flow runs on a layer of its
 * own, which is laid down for good when the flow stops without a throw, or is simply forgotten.
 */
export class Layer<K, V> {
  /** Only when something is written: a flow has a layer of everything, and writes on few. */
  private own: Map<K, V> | undefined;

  constructor(private readonly below?: Layer<K, V>) {}

  get(key: K): V | undefined {
    return this.own?.get(key) ?? this.below?.get(key);
  }

  set(key: K, value: V): void {
    this.own ??= new Map();
    this.own.set(key, value);
  }

  /** What was written on this layer itself. */
  written(): readonly V[] {
    return this.own === undefined ? [] : [...this.own.values()];
  }

  layDown(onto: Layer<K, V>): void {
    if (this.own === undefined) return;
    for (const [key, value] of this.own) onto.set(key, value);
  }
}
