import { Peers } from './store.port';

/** For a store that one process has to itself. */
export class NoPeers extends Peers {
  override alone<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  override onNews(): () => void {
    return () => undefined;
  }
}
