import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../../../src/cli/version.ts'
import { listConfigKeys } from '../../../src/config/list-keys.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import { PRESET_NAMES } from '../../../src/config/schema.ts'
import { EMBEDDING_PRESETS } from '../../../src/index/embedding-presets.ts'

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

describe('documents about the configuration', () => {
  it.each(['docs/handbook/configuration.md', 'docs/handbook/ja/configuration.md'])(
    '%s names every key and its variable',
    (path) => {
      const text = read(path)

      const missing = listConfigKeys().filter(
        (key) => !text.includes(`\`${key.path.join('.')}\``) || !text.includes(`\`${key.variable}\``),
      )

      expect(missing.map((key) => key.path.join('.'))).toEqual([])
    },
  )

  it('has an example file that says what the defaults are', () => {
    const text = read('kiku.config.example.yaml')
    const withKeys = text.replace(/^(\s*)# ?(?=[a-zA-Z]+:)/gm, '$1')
    const input = { flags: {}, environment: {}, cwd: '/', home: '/home/aki' }

    const example = loadConfig({ ...input, readFile: (path) => (path === '/kiku.config.yaml' ? withKeys : undefined) })
    const defaults = loadConfig({ ...input, readFile: () => undefined })

    expect({ ...example, file: null }).toEqual(defaults)
  })

  it('knows every embedding preset', () => {
    // What stands in where the trained weights are missing is nobody's choice.
    const { hashed: _, ...choices } = EMBEDDING_PRESETS

    expect([...PRESET_NAMES].sort()).toEqual(['auto', ...Object.keys(choices)].sort())
  })

  it('prints the version of package.json', () => {
    expect(JSON.parse(read('package.json')).version).toBe(VERSION)
  })
})
