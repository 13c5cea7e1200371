import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '')
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')

const report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

function cruise(folder: string, paths: readonly string[]) {
  const args = [cruiser, '--config', join(folder, '.dependency-cruiser.cjs'), '--output-type', 'json', ...paths]
  // The reporter of JSON exits with 0 also where there are violations.
  const text = execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return report.parse(JSON.parse(text)).summary
}

describe('import boundaries', () => {
  it('hold in all sources', () => {
    const summary = cruise(root, ['src', 'agents', 'tools'])

    expect(summary.violations).toEqual([])
    // A compiler that dependency-cruiser cannot drive makes it see nothing and find nothing wrong.
    expect(summary.totalCruised).toBeGreaterThan(60)
  })

  describe('on planted violations', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kiku-boundaries-'))
    const plant = (path: string, text: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }

    beforeAll(() => {
      plant('.dependency-cruiser.cjs', readFileSync(join(root, '.dependency-cruiser.cjs'), 'utf8'))
      plant('tsconfig.json', readFileSync(join(root, 'tsconfig.json'), 'utf8'))
      plant('package.json', '{ "type": "module", "dependencies": { "pino": "*", "zod": "*" } }')
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir')
      plant('src/domain/item.ts', "import type { Port } from '../ports/port.ts'\nexport type Item = Port\n")
      plant('src/ports/port.ts', 'export interface Port { readonly name: string }\n')
      plant(
        'src/answer/core.ts',
        "import { readFileSync } from 'node:fs'\nimport pino from 'pino'\nexport const core = [readFileSync, pino]\n",
      )
      plant('src/index/wiring.ts', "import { one } from '../adapters/one/one.ts'\nexport const wiring = one\n")
      plant('src/adapters/one/one.ts', "import { two } from '../two/two.ts'\nexport const one = two\n")
      plant('src/adapters/two/two.ts', "import { core } from '../../answer/core.ts'\nexport const two = core\n")
      plant('agents/agent.ts', "import { one } from '../src/adapters/one/one.ts'\nexport const agent = one\n")
      plant('src/cli/command.ts', "import { core } from '../answer/core.ts'\nexport const command = core\n")
      plant('src/ingest/a.ts', "import { b } from './b.ts'\nexport const a = () => b\n")
      plant('src/ingest/b.ts', "import { a } from './a.ts'\nexport const b = () => a\n")
    })
    afterAll(() => rmSync(folder, { recursive: true, force: true }))

    it('catch every kind, type-only imports too', () => {
      const { violations } = cruise(folder, ['src', 'agents'])

      const found = violations.map(({ from, rule }) => `${from} ${rule.name}`)
      expect(found).toEqual(
        expect.arrayContaining([
          'src/domain/item.ts domain-is-pure',
          'src/answer/core.ts core-knows-ports',
          'src/adapters/one/one.ts adapters-are-islands',
          'src/adapters/two/two.ts adapters-are-islands',
          'src/index/wiring.ts only-compose-wires',
          'agents/agent.ts agents-know-core',
          'src/cli/command.ts start-knows-compose',
          'src/ingest/a.ts no-cycles',
        ]),
      )
    })
  })
})
