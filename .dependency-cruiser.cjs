/**
 * Who may import whom. A layer knows itself and what stands in its row, and nothing else of ours.
 * `types` are imports that are gone after compiling.
 */
const ports = ['ledger', 'accounts', 'rates', 'providers', 'tenancy'];
/** What a request may set in motion, once the flows and the engine are there. */
const running = ['kernel', 'config', 'logging', 'money', ...ports, 'store', 'engine', 'flows'];

const table = {
  // What everybody may need, and what needs nobody.
  kernel: { may: [] },
  config: { may: ['kernel'] },
  logging: { may: ['kernel'] },
  // The domain.
  money: { may: ['kernel'] },
  ledger: { may: ['kernel', 'money'] },
  accounts: { may: ['kernel', 'money', 'ledger'] },
  rates: { may: ['kernel', 'logging', 'money', 'tenancy', 'store'] },
  providers: { may: ['kernel', 'money'] },
  tenancy: { may: ['kernel'] },
  flows: { may: ['kernel', 'money', ...ports] },
  'flow-docs': { may: ['kernel'] },
  // What carries it.
  store: {
    may: ['kernel', 'money'],
    types: ['ledger', 'accounts', 'rates', 'providers', 'tenancy'],
  },
  engine: { may: ['kernel', 'logging', 'money', ...ports, 'store'] },
  audit: { may: running },
  // How it is reached.
  http: { may: ['kernel', 'logging', 'money', 'tenancy', 'store'] },
  webhooks: { may: [...running, 'http'] },
  api: { may: [...running, 'flow-docs', 'audit', 'http'] },
  metrics: { may: [...running, 'http', 'webhooks'] },
  // How it is started.
  boot: { may: [...running, 'http'] },
  server: { may: [...running, 'http', 'api', 'boot'] },
  cli: { may: [...running, 'flow-docs', 'audit', 'http', 'api', 'boot', 'server'] },
};

/** A folder inside one of these is an adapter of its port: `store/sqlite`, `providers/simulator`. */
const portsWithAdapters = ['store', 'providers', 'rates'];

const layers = Object.keys(table);
const folders = (names) => `^src/(${names.join('|')})/`;
const notTheProgram = '\\.(spec|conformance|fixture)\\.ts$';
/** Where adapters are chosen. The command line opens a store and a simulator too, without a module. */
const wiring =
  '\\.module\\.ts$|^src/store/(open-store|bring-up|back-up)\\.ts$|^src/providers/open-simulator\\.ts$';
/** What a flow may run of the layers below: their suffix says so, or they are values and no more. */
const forFlows = [
  '\\.(port|rules|messages|effects)\\.ts$',
  '/(account|turned-away|rate|anomaly|tenancy)\\.ts$',
];
/** What two adapters share stands in a folder beside them, which is no adapter itself. */
const adapterFolder = `^src/(${portsWithAdapters.join('|')})/(?!sql/)([^/]+)/`;

/** One rule a layer, or two where types reach further than values. */
const layerRules = layers.flatMap((layer) => {
  const { may, types = [] } = table[layer];
  const rule = (name, comment, allowed, to) => ({
    name,
    comment,
    severity: 'error',
    from: { path: folders([layer]), pathNot: notTheProgram },
    to: { path: '^src/[^/]+/', pathNot: folders([layer, ...allowed]), ...to },
  });
  const own = `src/${layer} may import ${may.join(', ') || 'nothing of ours'}`;
  const everything = rule(
    `${layer}-knows-only-its-own`,
    `${own}${types.length > 0 ? ` and the types of ${types.join(', ')}` : ''}.`,
    [...may, ...types],
  );
  const values = rule(
    `${layer}-knows-only-types-of-these`,
    `${own}; of ${types.join(', ')} it may import types, and nothing that runs.`,
    may,
    { dependencyTypesNot: ['type-only'] },
  );
  return types.length > 0 ? [everything, values] : [everything];
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    {
      name: 'every-folder-is-in-the-table',
      comment: 'A new folder of src/ says in the table above whom it may import.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [folders(layers), notTheProgram] },
      to: { path: '^src/' },
    },
    {
      name: 'nobody-imports-the-top',
      comment:
        'main.ts and app.module.ts stand on top of everything; only the server and the command line start them.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: [folders(['server', 'cli']), notTheProgram] },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'adapters-are-named-in-modules-only',
      comment:
        'A store, a provider or a source of rates is chosen in a *.module.ts (or in open-store.ts, bring-up.ts, back-up.ts, open-simulator.ts); everybody else knows its port.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [adapterFolder, wiring, notTheProgram],
      },
      to: { path: adapterFolder },
    },
    {
      name: 'adapters-do-not-know-each-other',
      comment: 'What two adapters share belongs beside their port.',
      severity: 'error',
      from: { path: adapterFolder, pathNot: notTheProgram },
      to: { path: adapterFolder, pathNot: '^src/$1/$2/' },
    },
    {
      name: 'ports-only',
      comment:
        'Flows know ports, rules, messages and plain values: never who implements a port. Types may come from anywhere.',
      severity: 'error',
      from: { path: '^src/flows/', pathNot: [wiring, notTheProgram] },
      to: {
        path: folders(['accounts', 'rates', 'providers', 'tenancy']),
        pathNot: forFlows,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'flows-meet-by-messages',
      comment:
        "A flow knows another flow by its messages, and by the type of its state where one contains the other's.",
      severity: 'error',
      from: { path: '^src/flows/([^/]+)/', pathNot: [wiring, notTheProgram] },
      to: {
        path: '^src/flows/[^/]+/',
        pathNot: ['^src/flows/$1/', '\\.(messages|state)\\.ts$'],
      },
    },
    {
      name: 'of-a-state-only-the-type',
      comment: "What a flow remembers is changed by its own events' rows, never by another flow.",
      severity: 'error',
      from: { path: '^src/flows/([^/]+)/', pathNot: [wiring, notTheProgram] },
      to: {
        path: '^src/flows/[^/]+/.*\\.state\\.ts$',
        pathNot: '^src/flows/$1/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'flows-touch-nothing-outside',
      comment:
        'No file, socket, timer or randomness in a flow: what it needs comes in by a port, so that it can be replayed.',
      severity: 'error',
      from: { path: '^src/flows/', pathNot: notTheProgram },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-without-frameworks',
      comment:
        'Money, the ledger and the rules take values and return values: a test of them needs no module and no mock.',
      severity: 'error',
      from: { path: '^src/(money|ledger)/|\\.rules\\.ts$', pathNot: notTheProgram },
      to: { path: 'node_modules/(@nestjs|rxjs|fastify|@fastify|kysely|libsql|pino|commander|zod)' },
    },
    {
      name: 'no-cycles',
      comment: 'Of two files that need each other, be it for a type, neither can be read first.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.(d|spec)\\.ts$', '^src/main\\.ts$', '^src/cli/'] },
      to: {},
    },
    {
      name: 'not-to-spec',
      comment: 'Tests and their fixtures are no part of the program.',
      severity: 'error',
      from: { pathNot: [notTheProgram, '^test/'] },
      to: { path: notTheProgram },
    },
    {
      name: 'not-to-dev-dep',
      comment:
        'What the program imports must be there after `npm ci --omit=dev`. The flow pages are written by developers only.',
      severity: 'error',
      from: { path: '^src/', pathNot: [notTheProgram, '^src/cli/flow-pages/'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-what-package-json-names',
      comment: "A package that is there by another's grace is gone with its next version.",
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: '^src/' },
      // Node 20 has no SQLite of its own; the store asks before it loads it.
      to: { couldNotResolve: true, pathNot: '^node:sqlite$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
