/**
 * Lets this process `require` TypeScript as it stands, on every Node that the project supports: swc
 * takes the types away, as it does for the tests. Types are checked by `npm run check`.
 */
const { transformFileSync } = require('@swc/core');
const { Module } = require('node:module');

const options = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'commonjs' },
};

Module._extensions['.ts'] = (module, file) =>
  module._compile(transformFileSync(file, options).code, file);
