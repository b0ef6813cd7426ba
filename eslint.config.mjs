import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jest from 'eslint-plugin-jest';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import {
  branching,
  comparing,
  floats,
  house,
  nondeterminism,
  refuse,
} from './eslint.flow-rules.mjs';

/** What is not part of the running program, and may do what a test or a script has to do. */
const specs = ['**/*.spec.ts', '**/*.conformance.ts', '**/*.fixture.ts'];
const around = ['test/**', 'bench/**', 'chaos/**', 'scripts/**'];

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'coverage/', 'data/', 'docs/', 'bench/peers/'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    name: 'the house',
    rules: {
      ...refuse(house, nondeterminism),
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        // `typeof import('node:sqlite')` is the type of a module that may not be there.
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      // A Nest module is an empty class under a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // `() => this.close()` is how a callback reads best.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // The rows of a table tie their parts together by a type that the caller never writes.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Nest declares its options as classes, and documents them as the literals that everybody writes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // A port promises a Promise: `async` without `await` turns a throw into a rejection.
      '@typescript-eslint/require-await': 'off',
    },
  },

  // Each of these blocks replaces `no-restricted-syntax`: it names all of its lists again.
  {
    name: 'clock and ids: where time and chance come from',
    files: ['src/kernel/clock.ts', 'src/kernel/ids.ts'],
    rules: refuse(house),
  },
  {
    name: 'money is never a float',
    files: ['src/{money,ledger,flows,accounts,rates}/**/*.ts'],
    ignores: specs,
    rules: refuse(house, nondeterminism, floats),
  },
  {
    name: 'flows do not branch',
    files: ['src/flows/**/*.ts'],
    ignores: specs,
    rules: refuse(house, nondeterminism, floats, branching, comparing),
  },
  {
    name: 'rules compare, and do not branch',
    files: ['src/flows/**/*.rules.ts'],
    rules: refuse(house, nondeterminism, floats, branching),
  },

  {
    name: 'the command line prints',
    files: ['src/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    name: 'around the program',
    files: around,
    rules: { ...refuse(house), 'no-console': 'off' },
  },
  { name: 'specs', files: ['**/*.spec.ts'], ...jest.configs['flat/recommended'] },
  {
    name: 'what is only noise in a test',
    files: [...specs, ...around],
    settings: { jest: { version: 30 } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    name: 'an assertion may have a name of its own',
    files: ['**/*.spec.ts'],
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', 'fc.assert', 'assert*', '**.expect*'] },
      ],
    },
  },

  {
    name: 'plain JavaScript has no types to check',
    files: ['**/*.{js,cjs,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'no-undef': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  prettier,
);
