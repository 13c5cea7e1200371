import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Journey, startJourney } from '../fakes/journey-bench.ts'

const POLICY =
  'Travellers by train reserve a seat in advance. The receipt goes to the office within a week of the return, with the form that the manager has signed. Meals are paid back in the month after that.'

describe('what is near a text', () => {
  let journey: Journey
  beforeAll(async () => {
    journey = await startJourney()
    await journey.write('travel/policy.md', `# Travel\n\n${POLICY}\n`)
    await journey.write('copies/policy.md', `# Travel\n\n> ${POLICY.replaceAll('. ', '.\n> ')}\n`)
    await journey.write('travel/old.md', `# Travel\n\n${POLICY.replace('a week', '3 weeks')}\n`)
    await journey.write('printer.md', '# Printer\n\nThe printer stands on the third floor.\n')
    await journey.run(['ingest', 'documents'])
    await journey.write('board.md', '# Board\n\nThe printer of the board stands in the cellar.\n')
    await journey.run(['ingest', 'documents/board.md', '--audience', 'group:board'])
  })
  afterAll(() => journey.end())

  const search = async (...argv: string[]) => {
    const { results } = JSON.parse((await journey.run(['search', '--json', ...argv])).stdout)
    return results.map(({ location }: { location: string }) => location.replace(journey.documents, ''))
  }

  it('takes one place in a search however often it was copied, unless a number differs', async () => {
    const found = await search('Who pays the meals of travellers by train?', '--limit', '3')

    expect(found.filter((location: string) => location.endsWith('policy.md'))).toHaveLength(1)
    expect(found).toContain('/travel/old.md')
    expect(found).toHaveLength(3)
  })

  it('is shown by kiku embed with its copies, and only to those who may read it', async () => {
    const question = 'Where does the printer of the board stand?'
    const plain = JSON.parse((await journey.run(['embed', '--json', question])).stdout)
    const board = JSON.parse((await journey.run(['embed', '--json', '--audience', 'group:board', question])).stdout)
    const copies = await journey.run(['embed', '--language', 'ja', POLICY])

    expect(plain.embedder).toMatchObject({ preset: 'bundled', dimension: 256 })
    expect(JSON.stringify(plain.neighbours)).not.toContain('cellar')
    expect(board.neighbours[0]).toMatchObject({ rank: 1, fusedRank: 1, audience: 'group:board' })
    expect(copies.stdout).toContain('検索では 1 位')
    expect(copies.stdout).toContain('検索結果には入りません')
  })

  it('is shown for several texts as cosines, across languages, without the index', async () => {
    const run = await journey.run(['embed', '--json'], {
      stdin: 'a dog runs in the park\n犬が公園を走っている\nthe train is late\n',
    })
    const { texts, cosines } = JSON.parse(run.stdout)

    expect(texts).toHaveLength(3)
    expect(cosines[0][1]).toBeGreaterThan(cosines[0][2])
    expect(cosines[2][2]).toBeCloseTo(1, 5)
  })

  it('can be measured on pairs that people have judged', async () => {
    const pairs = [
      ['犬が公園を走っている。', '公園で犬が走っています。', 5],
      ['電車が駅に着いた。', '猫が窓辺で眠っている。', 0],
      ['子どもが海で泳いでいる。', '子どもが海辺で遊んでいる。', 3],
      ['男性が料理をしている。', '男性が本を読んでいる。', 1],
    ]
    await journey.write('jsts/valid.tsv', pairs.map((pair) => pair.join('\t')).join('\n'))
    const measured = await journey.run(['eval', 'jsts', 'documents/jsts/valid.tsv', '--json'])
    const broken = await journey.run(['eval', 'jsts', 'documents/printer.md'])

    expect(JSON.parse(measured.stdout)).toMatchObject({ set: 'valid.tsv', pairs: 4, task: 'icl', side: 'query' })
    expect(JSON.parse(measured.stdout).spearman).toBeGreaterThan(0.5)
    expect(broken).toMatchObject({ code: 2, stdout: '' })
    expect(broken.stderr).toContain('printer.md, line 1')
  })
})
