import { ConfigurationError, type Environment } from './environment';

/** What docs/environment.md keeps for later: this version must not ignore it in silence. */
const notYet: readonly [name: string, isAsked: (environment: Environment) => boolean][] = [
  ['BROKER_URL', ({ broker }) => broker.kind !== 'memory'],
];

/** Throws a ConfigurationError that names the first setting that has no effect yet. */
export function refuseWhatIsNotYet(environment: Environment): void {
  const found = notYet.find(([, isAsked]) => isAsked(environment));
  if (found !== undefined) {
    throw new ConfigurationError(`${found[0]} is not supported by this version yet: unset it.`);
  }
}
