import { describe, expect, it } from 'vitest'
import type { Side, Task } from '../../../src/domain/task.ts'
import { describeEmbedder } from '../../contracts/embedder-contract.ts'
import { bundledEmbedder } from '../../fakes/index-fixtures.ts'

describeEmbedder('the embedder in the box', async () => ({ embedder: bundledEmbedder, stop: async () => {} }))

describe('createStaticEmbedder with the weights in the box', () => {
  const signal = new AbortController().signal
  const embed = async (text: string, side: Side, task: Task = 'qa'): Promise<Float32Array> => {
    const [vector] = await bundledEmbedder.embed([text], { task, side }, signal)
    return vector!
  }
  const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, number, at) => sum + number * b[at]!, 0)

  it.each([
    ['設定ファイルの書き方', 'How to write the configuration file', 'Weather in the mountains'],
    ['データベースに接続する', 'Connecting to a database', 'Changing the colour of a chart'],
    ['How do I delete a file?', 'ファイルを削除する方法', '料理の作り方'],
    ['effects of the medicine on the heart', 'Heart problems caused by the drug', 'Opening a socket in a server'],
    ['関数の引数を省略する', '引数にはデフォルト値を指定できます', '会議は来週に延期されました'],
  ])('finds what answers “%s” across and within languages', async (question, near, far) => {
    const query = await embed(question, 'query')

    expect(cosine(query, await embed(near, 'key'))).toBeGreaterThan(cosine(query, await embed(far, 'key')) + 0.1)
  })

  it('has one space of keys for the tasks of a namespace, and others for other namespaces', async () => {
    const asDocument = await embed('Backups are kept for thirty days', 'key', 'qa')

    expect(bundledEmbedder.keySpace('qa')).toBe(bundledEmbedder.keySpace('convsearch'))
    expect(bundledEmbedder.keySpace('qa')).not.toBe(bundledEmbedder.keySpace('tool'))
    expect(await embed('Backups are kept for thirty days', 'key', 'convsearch')).toEqual(asDocument)
    expect(await embed('Backups are kept for thirty days', 'key', 'tool')).not.toEqual(asDocument)
  })

  it('is named after its weights', () => {
    expect(bundledEmbedder.id).toMatch(/^bundled:static-\d+@sha256:[0-9a-f]{16}$/)
  })

  it('stops between slices when it is told to', async () => {
    const many = Array.from({ length: 200 }, (_, at) => `text ${at}`)
    const stopped = AbortSignal.abort(new Error('stopped'))

    await expect(bundledEmbedder.embed(many, { task: 'qa', side: 'key' }, stopped)).rejects.toThrow('stopped')
  })
})
