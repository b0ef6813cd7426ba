import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Nest 12 and some others exist as ES modules only, which jest cannot `require` without flags that
 * differ from one Node to the next. swc turns them into CommonJS on the way, as it does our own
 * TypeScript, so that plain `jest` runs on every Node that the project supports.
 */
const esmOnly = [...new Set(packagesIn('node_modules').filter(isEsmOnly).map(nameOf))].sort();

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,test,chaos,bench}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/bench/peers/'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', swc()] },
  transformIgnorePatterns: [
    // A package may stand inside another one: the last `node_modules/` of the path decides.
    `/node_modules/(?!(?:.*/node_modules/)?(?:${esmOnly.map(literally).join('|')})/)`,
  ],
  setupFiles: ['<rootDir>/test/support/chance.ts'],
  testTimeout: 30_000,
  // Suites start real servers on real files; two at a time leave room for them.
  maxWorkers: 2,
};

function swc() {
  return {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'commonjs' },
  };
}

/** Every installed package, also those that stand inside another. */
function packagesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(folder, name))
    .flatMap((path) =>
      /[\\/]@[^\\/]+$/.test(path)
        ? packagesIn(path)
        : [manifest(path), ...packagesIn(join(path, 'node_modules'))],
    );
}

function manifest(path) {
  const file = join(path, 'package.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * One whose `exports` has a `require` condition keeps CommonJS beside its modules; not so
 * @nestjs/cqrs, whose condition leads to an ES module all the same.
 */
function isEsmOnly({ name = '', type, exports = '' }) {
  if (type !== 'module') return false;
  return name.startsWith('@nestjs/') || !JSON.stringify(exports).includes('"require"');
}

function nameOf({ name }) {
  return name;
}

function literally(text) {
  return text.replaceAll('.', '\\.');
}
