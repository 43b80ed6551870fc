/** The import rules of ARCHITECTURE.md. Each says why, for whoever breaks it. */
const modules = ['auth', 'agent', 'rag', 'gateway']

const crossModule = modules.map((name) => ({
  name: `module-${name}-keeps-to-itself`,
  comment: 'A module knows another by its contract alone, so that it may live in another process.',
  severity: 'error',
  from: { path: `^src/modules/${name}/` },
  to: { path: '^src/modules/', pathNot: [`^src/modules/${name}/`, '^src/modules/[^/]+/contract\\.ts$'] },
}))

const families = [
  ['rag/parsers', 'parser'],
  ['rag/chunkers', 'chunker'],
  ['rag/indexes', 'search-index|vector-index|lexical-index'],
  ['rag/stores', 'passage-store'],
]

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first file to read.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      comment: 'An import must lead somewhere.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'platform-knows-no-business',
      comment: 'The platform stands below everything.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(contract|modules|app|cli|demo|web)/' },
    },
    {
      name: 'contract-knows-no-business',
      comment: 'One contract layer serves every module.',
      severity: 'error',
      from: { path: '^src/contract/' },
      to: { path: '^src/(modules|app|cli|demo|web)/' },
    },
    ...crossModule,
    {
      name: 'modules-know-no-app',
      comment: 'A module never learns its role.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: { path: '^src/(app|cli|demo|web)/' },
    },
    {
      name: 'app-takes-modules-by-their-index',
      comment: 'The app wires modules; it does not reach into them.',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/(index|contract|config)\\.ts$' },
    },
    {
      name: 'app-knows-no-cli',
      severity: 'error',
      comment: 'The app is started by the command line, not the other way round.',
      from: { path: '^src/app/' },
      to: { path: '^src/(cli|web)/' },
    },
    {
      name: 'cli-is-a-client',
      severity: 'error',
      comment: 'The command line sees modules as any client does; only evaluation measures them from inside.',
      from: { path: '^src/cli' },
      to: { path: '^src/modules/', pathNot: '^src/modules/[^/]+/(contract|evaluate)\\.ts$' },
    },
    {
      name: 'demo-stands-alone',
      severity: 'error',
      comment: 'The demo is data, not a part of the system.',
      from: { path: '^src/demo/' },
      to: { path: '^src/(contract|modules|app|cli|web)/' },
    },
    {
      name: 'knex-in-its-rooms',
      comment: 'Only tables, stores and migrations speak to a database.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/platform/(db|audit)/',
          'tables\\.ts$',
          '^src/modules/rag/stores/',
          '/migrations/',
          '\\.test\\.ts$',
        ],
      },
      to: { path: 'node_modules/knex/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'koa-in-its-rooms',
      comment: 'A service knows no HTTP.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/platform/http/',
          '^src/contract/(routes|module)\\.ts$',
          '^src/modules/gateway/',
          '^src/app/',
          '\\.test\\.ts$',
        ],
      },
      to: { path: 'node_modules/(koa|@koa)/' },
    },
    {
      name: 'user-databases-behind-the-gate',
      comment: "Nothing but the gate opens a user's database.",
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/modules/agent/sql/', '^src/platform/(db|audit)/', '^src/demo/', '\\.test\\.ts$'],
      },
      to: { path: 'node_modules/(better-sqlite3|pg)/' },
    },
    {
      name: 'browser-safe',
      comment: 'These run in the browser too.',
      severity: 'error',
      from: { path: '^src/contract/(operation|wire|remote|events)\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    ...families.map(([folder, interfaceFile]) => ({
      name: `family-${folder.replace('/', '-')}`,
      comment: 'A family is reached by its index or its interface.',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/modules/${folder}/` },
      to: { path: `^src/modules/${folder}/`, pathNot: `^src/modules/${folder}/(index|${interfaceFile})\\.ts$` },
    })),
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
}
