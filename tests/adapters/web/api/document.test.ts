import { describe, expect, it } from 'vitest'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

describe('the OpenAPI document', () => {
  it('lists every mounted route and no other', async () => {
    const { document, routes } = await stage()

    const listed = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )

    expect(listed.sort()).toEqual([...routes].sort())
    expect(listed.length).toBeGreaterThan(20)
  })

  it('says how to sign in, which statuses there are, and gives examples in both languages', async () => {
    const { document } = await stage()
    const text = JSON.stringify(document)

    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Kiku', version: '0.1.0' },
      security: [{ token: [] }, { session: [] }, {}],
      components: { securitySchemes: { token: { scheme: 'bearer' }, session: { in: 'cookie' } } },
    })
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const { responses } of Object.values(operations)) {
        if (path === '/v1/openapi.json') continue
        expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '429', '500', '503']))
      }
    }
    expect(text).toContain('宿泊費はいくらまで出ますか？')
    expect(text).toContain('What does the company pay for a hotel?')
  })

  it('refers to nothing that is not there', async () => {
    const { document } = await stage()

    const names = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')

    expect(names.filter((name) => !Object.hasOwn(document.components.schemas, name))).toEqual([])
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'AskRequest',
        'Answer',
        'StreamEvent',
        'Problem',
        'AddSourceRequest',
        'ChatCompletionChunk',
      ]),
    )
  })
})
