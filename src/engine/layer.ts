/**
 * A map laid over another: reads fall through, writes stay on top. A flow runs on a layer of its
 * own, which is laid down for good when the flow stops without a throw, or is simply forgotten.
 */
export class Layer<K, V> {
  private readonly own = new Map<K, V>();

  constructor(private readonly below?: Layer<K, V>) {}

  get(key: K): V | undefined {
    return this.own.get(key) ?? this.below?.get(key);
  }

  set(key: K, value: V): void {
    this.own.set(key, value);
  }

  /** What was written on this layer itself. */
  written(): IterableIterator<V> {
    return this.own.values();
  }

  layDown(onto: Layer<K, V>): void {
    for (const [key, value] of this.own) onto.set(key, value);
  }
}
