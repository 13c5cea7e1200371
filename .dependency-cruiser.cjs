// The import table of docs/architecture.md as rules. Everything not listed there is forbidden.
const CORE = '^src/(answer|conversation|index|ingest|insight|evaluation)/'
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('domain-is-pure', { path: '^src/domain/' }, { pathNot: '^src/domain/' }),
    rule('ports-know-domain', { path: '^src/ports/' }, { pathNot: '^src/(domain|ports)/' }),
    rule('core-knows-ports', { path: CORE }, { pathNot: `^src/(domain|ports)/|${CORE}|node_modules/zod/` }),
    rule(
      'agents-know-core',
      { path: '^agents/' },
      { pathNot: `^src/(domain|ports)/|${CORE}|^(agents|tools)/|node_modules/(zod|langchain|@langchain/core)/` },
    ),
    rule(
      'tools-know-core',
      { path: '^tools/' },
      {
        pathNot: `^src/(domain|ports)/|${CORE}|^tools/|node_modules/(zod|@langchain/core|mathjs|luxon|@types/luxon|chrono-node)/`,
      },
    ),
    rule(
      'adapters-are-islands',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^(src|agents|tools)/', pathNot: '^src/(domain|ports)/|^src/adapters/($1|common)/' },
    ),
    rule(
      'only-compose-wires',
      { path: '^src/', pathNot: '^src/(compose\\.ts|compose/|adapters/)' },
      { path: '^(src/adapters|agents|tools)/' },
    ),
    rule(
      'start-knows-compose',
      { path: '^src/(main\\.ts|cli\\.ts|cli/)' },
      { path: '^src/', pathNot: '^src/(cli\\.ts|cli/|compose\\.ts|config\\.ts|config/|kiku\\.ts|domain/|ports/)' },
    ),
    rule('no-cycles', {}, { circular: true }),
    rule('no-orphan-resolution', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
