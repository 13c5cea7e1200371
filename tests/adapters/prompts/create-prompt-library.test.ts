import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createPromptLibrary } from '../../../src/adapters/prompts/create-prompt-library.ts'
import { parsePrompt } from '../../../src/adapters/prompts/parse-prompt.ts'

describe('the prompts of the repository', () => {
  const prompts = createPromptLibrary({ folder: 'prompts' })

  it.each(['en', 'ja'] as const)('have all their messages in %s', (language) => {
    const answer = prompts.render('answer', language, { today: 'T', boundary: 'B', evidence: 'E', question: 'Q' })
    const direct = prompts.render('answer-direct', language, { today: 'T', question: 'Q' })
    const rewrite = prompts.render('rewrite-question', language, { conversation: 'C', question: 'Q' })
    const route = prompts.render('route-ret', language, { question: 'Q' })

    expect([answer, direct, rewrite].map((messages) => messages.map(({ role }) => role))).toEqual(
      Array.from({ length: 3 }, () => ['system', 'user']),
    )
    expect(route.map(({ role }) => role)).toEqual(['user'])
    expect(route[0]?.content).toContain('<RET>')
  })

  it("words the English routing pass as Adapt-LLM's first pass", () => {
    const [message] = prompts.render('route-ret', 'en', { question: 'Who is it?' })

    expect(message?.content).toMatch(
      /### Instruction:\nanswer the question Q\. If you need help answer <RET> to get the context\n\n### Input:\nQ: Who is it\?\n\n### Response:$/,
    )
  })

  it('insert values as they are, template syntax and patterns included', () => {
    const hostile = 'a {{today}} $& $1 {{boundary}} $' + '{x}'

    const [, user] = prompts.render('answer', 'en', { today: 'T', boundary: 'B', evidence: hostile, question: 'Q' })

    expect(user?.content).toContain(hostile)
  })

  it('refuse missing and unknown variables', () => {
    expect(() => prompts.render('answer-direct', 'en', { question: 'Q' })).toThrow(
      expect.objectContaining({ code: 'internal', details: expect.objectContaining({ missing: 'today' }) }),
    )
    expect(() => prompts.render('route-ret', 'ja', { question: 'Q', other: 'x' })).toThrow(
      expect.objectContaining({ code: 'internal', details: expect.objectContaining({ extra: 'other' }) }),
    )
  })
})

describe('a broken prompt file', () => {
  const wrap = (front: string, body: string) => `---\n${front}\n---\n${body}`
  const good = 'name: route-ret\nvariables: [question]'

  it.each([
    ['without front matter', '# en\n## user\n{{question}}'],
    ['with a front matter that is no YAML', wrap('name: [', '# en')],
    ['with an unknown key', wrap(`${good}\nmodel: x`, '# en')],
    ['without a language', wrap(good, '# en\n## user\n{{question}}')],
    ['without a message', wrap(good, '# en\n## user\n{{question}}\n# ja\ntext {{question}}')],
    ['with an undeclared variable', wrap(good, '# en\n## user\n{{question}} {{x}}\n# ja\n## user\n{{question}}')],
    ['with an unused variable', wrap(good, '# en\n## user\n{{question}}\n# ja\n## user\nnothing')],
  ])('%s is named', (_how, content) => {
    expect(() => parsePrompt('broken.md', content)).toThrow(
      expect.objectContaining({ code: 'config-invalid', message: expect.stringContaining('broken.md') }),
    )
  })

  it('may have the line endings of Windows', () => {
    const content = wrap(good, '# en\n## user\nA {{question}}\n\n# ja\n## user\nB {{question}}\n').replaceAll(
      '\n',
      '\r\n',
    )

    expect(parsePrompt('x.md', content).messages.en).toHaveLength(1)
  })
})

describe('a folder of prompts', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kiku-prompts-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('that lacks a file is refused at the start', () => {
    expect(() => createPromptLibrary({ folder })).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })

  it('with a file under the wrong name is refused', async () => {
    const content =
      '---\nname: route-ret\nvariables: [question]\n---\n# en\n## user\n{{question}}\n# ja\n## user\n{{question}}\n'
    await writeFile(join(folder, 'answer.md'), content)

    expect(() => createPromptLibrary({ folder })).toThrow(/calls itself "route-ret"/)
  })
})
