import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What this test reads of an entry of package-lock.json (lockfileVersion 3). */
interface Locked {
  readonly dev?: boolean;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Lock = Readonly<Record<string, Locked>>;

const file = join(__dirname, '..', '..', 'package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Lock };

const entries = Object.entries(packages).filter(([path]) => path !== '');
const atRunTime = entries.filter(([, locked]) => locked.dev !== true);

const allowedLicences = [
  'MIT',
  'ISC',
  'Apache-2.0',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Python-2.0',
  'Unlicense',
];

/** The folders in which Node looks for a dependency of the package at `path`, nearest first. */
function lookups(path: string): readonly string[] {
  if (path === '') return ['node_modules/'];
  const holder = path.slice(0, path.lastIndexOf('node_modules/')).replace(/\/$/, '');
  return [`${path}/node_modules/`, ...lookups(holder)];
}

const isLocked = (from: string, name: string): boolean =>
  lookups(from).some((folder) => packages[`${folder}${name}`] !== undefined);

/** `MIT`, `(MIT OR CC0-1.0)`: one of the alternatives is enough; `AND` is refused unread. */
const isAllowed = (licence: string | undefined): boolean =>
  (licence ?? 'none')
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => allowedLicences.includes(one));

describe('the lock file', () => {
  it('locks every optional dependency, so that it installs on Linux, macOS and Windows alike', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('names no host: whoever installs takes the packages from the registry of their choice', () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('needs no install script at run time', () => {
    const scripted = atRunTime.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([path]) => path)).toEqual([]);
  });

  it('brings no licence to run time that Apache-2.0 cannot stand beside', () => {
    const foreign = atRunTime.filter(([, { license }]) => !isAllowed(license));
    expect(foreign.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });
});
