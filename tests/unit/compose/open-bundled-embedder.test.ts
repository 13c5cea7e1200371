import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUNDLED_WEIGHTS, openBundledEmbedder } from '../../../src/compose/open-bundled-embedder.ts'
import { packageFolder } from '../../../src/compose/package-folder.ts'
import { silentTelemetry } from '../../../src/ports/telemetry.ts'

describe('openBundledEmbedder', () => {
  let folder = ''
  const warnings: unknown[] = []
  const telemetry = {
    ...silentTelemetry,
    warn: (event: string, fields: unknown) => void warnings.push([event, fields]),
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiku-embedder-'))
    warnings.length = 0
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('opens the trained weights that come along', () => {
    expect(openBundledEmbedder({ telemetry }).preset).toBe('bundled')
    expect(warnings).toEqual([])
  })

  it.each([
    ['missing', undefined],
    ['damaged', Buffer.concat([Buffer.from('KIKUEMB1'), Buffer.alloc(500)])],
    ['unknown-format', Buffer.from('Something else that somebody put there, which is longer than a header is.')],
  ])('lets the hashed one stand in and says so where the weights are %s', async (reason, content) => {
    const path = join(folder, 'weights.bin')
    if (content !== undefined) await writeFile(path, content)

    const embedder = openBundledEmbedder({ telemetry, path })
    const [vector] = await embedder.embed(['川と山'], { task: 'qa', side: 'key' }, new AbortController().signal)

    expect(embedder.preset).toBe('hashed')
    expect(vector).toHaveLength(embedder.dimension)
    expect(warnings).toEqual([['bundled-weights-unusable', { reason, path }]])
  })

  it('loads a file once, and again when it was changed', async () => {
    const path = join(folder, 'weights.bin')
    await copyFile(join(packageFolder(), BUNDLED_WEIGHTS), path)

    const first = openBundledEmbedder({ telemetry, path })
    const again = openBundledEmbedder({ telemetry, path })
    await writeFile(path, 'Something else.')
    const changed = openBundledEmbedder({ telemetry, path })

    expect(again).toBe(first)
    expect([first.preset, changed.preset]).toEqual(['bundled', 'hashed'])
    expect(warnings).toHaveLength(1)
  })
})
