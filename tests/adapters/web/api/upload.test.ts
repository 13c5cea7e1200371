import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { KikuError } from '../../../../src/domain/errors.ts'
import type { SourceDesk, SourceJob } from '../../../../src/ports/source-desk.ts'
import type { ApiScene } from '../../../fakes/web/api-scene.ts'
import { withScenes } from '../../../fakes/web/with-scenes.ts'

const stage = withScenes()

interface Taken {
  readonly name: string
  readonly audience: string
  readonly bytes: Buffer
}

/** Takes files whole, as a desk that writes them would. */
function takingFiles(taken: Taken[]): Pick<SourceDesk, 'addFile'> {
  return {
    async addFile({ name, content }, audience, signal): Promise<SourceJob> {
      const pieces: Uint8Array[] = []
      for await (const piece of content) pieces.push(piece)
      signal.throwIfAborted()
      taken.push({ name, audience, bytes: Buffer.concat(pieces) })
      return {
        ...{ id: 'j1', kind: 'add', label: name, audience, state: 'waiting', documentsDone: 0, documentsTotal: 0 },
        ...{ chunks: 0, failures: [], startedAt: 1 },
      }
    },
  }
}

async function stageUploads() {
  const taken: Taken[] = []
  return { taken, scene: await stage({ sources: takingFiles(taken) }) }
}

function form(...fields: readonly (readonly [name: string, value: string | File])[]): FormData {
  const data = new FormData()
  for (const [name, value] of fields) data.append(name, value)
  return data
}

/** A body that is put together by hand. */
function raw(scene: ApiScene, body: string | Buffer, contentType = 'multipart/form-data; boundary=X') {
  return scene.send('POST', '/v1/sources', { body: Buffer.from(body), headers: { 'content-type': contentType } })
}

const part = (disposition: string, body: string) => `--X\r\nContent-Disposition: ${disposition}\r\n\r\n${body}\r\n`

describe('uploads', () => {
  it('hands a file on, byte by byte what was sent, in both languages', async () => {
    const { taken, scene } = await stageUploads()
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7 + (at >> 8)) & 255))
    const tricky = Buffer.concat([bytes, Buffer.from('\r\n--'), Buffer.from('\r\n-----'), Buffer.from('\r\r\n')])

    const reply = await scene.send('POST', '/v1/sources', {
      body: form(['audience', 'group:finance'], ['file', new File([tricky], '出張規程 2026.pdf')]),
    })

    expect(reply).toMatchObject({ status: 202, body: { id: 'j1', label: '出張規程 2026.pdf' } })
    expect(taken[0]).toMatchObject({ name: '出張規程 2026.pdf', audience: 'group:finance' })
    expect(taken[0]?.bytes.equals(tricky)).toBe(true)
  })

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\Windows\\evil.pdf', 'evil.pdf'],
    ['a"b.md', 'a"b.md'],
    ['..', '..'],
    ['x\u0000y\u0007.md', 'xy.md'],
    [`${'長'.repeat(300)}.md`, `${'長'.repeat(252)}.md`],
  ])('takes folders and controls out of the name %j', async (given, name) => {
    const { taken, scene } = await stageUploads()

    // As curl writes it: quotes and backslashes behind a backslash.
    const written = given.replace(/["\\]/g, '\\$&')
    await raw(scene, `${part(`form-data; name="file"; filename="${written}"`, 'hi')}--X--\r\n`)

    expect(taken.map((file) => file.name)).toEqual([name])
  })

  it('takes an empty file, one without line end behind the form, and a quoted boundary', async () => {
    const { taken, scene } = await stageUploads()

    await raw(scene, `${part('form-data; name="file"; filename="a.md"', '')}--X--`)
    await raw(
      scene,
      `preamble\r\n${part('form-data; name=file; filename=b.md', 'b')}--X--\r\nepilogue`,
      'multipart/form-data; charset=utf-8; boundary="X"',
    )
    await raw(scene, `${part('form-data; name="file"; filename*=UTF-8\'\'%E8%A6%8F%E7%A8%8B.md', 'c')}--X--`)

    expect(taken.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
      ['a.md', ''],
      ['b.md', 'b'],
      ['規程.md', 'c'],
    ])
  })

  const file = part('form-data; name="file"; filename="a.md"', 'hi')

  it.each([
    ['no boundary', `${file}--X--`, 'multipart/form-data'],
    ['another boundary', `${file}--X--`, 'multipart/form-data; boundary=Y'],
    ['a boundary of odd characters', `${file}--X--`, 'multipart/form-data; boundary="X\u00e9"'],
    ['a boundary that is too long', `${file}--X--`, `multipart/form-data; boundary=${'X'.repeat(71)}`],
    ['no end', file, undefined],
    ['an end in the middle of the file', file.slice(0, -4), undefined],
    ['two files', `${file}${file}--X--`, undefined],
    ['a field behind the file', `${file}${part('form-data; name="audience"', 'public')}--X--`, undefined],
    ['no file', `${part('form-data; name="audience"', 'public')}--X--`, undefined],
    ['a file in another field', `${part('form-data; name="other"; filename="a.md"', 'x')}--X--`, undefined],
    ['headers that are no field', `${part('attachment; filename="a.md"', 'x')}--X--`, undefined],
    [
      'huge headers',
      `--X\r\nContent-Disposition: form-data; name="file"; filename="${'a'.repeat(9_000)}"\r\n\r\nx\r\n--X--`,
      undefined,
    ],
    ['a huge field', `${part('form-data; name="audience"', 'p'.repeat(5_000))}${file}--X--`, undefined],
    ['many fields', `${part('form-data; name="a"', 'b').repeat(20)}${file}--X--`, undefined],
    ['a huge preamble', `${'p'.repeat(20_000)}\r\n${file}--X--`, undefined],
    ['nothing', '', undefined],
  ])('refuses a form with %s', async (_what, body, contentType) => {
    const { taken, scene } = await stageUploads()

    const reply = await raw(scene, body, contentType)

    expect(reply).toMatchObject({ status: 400, body: { code: 'upload-invalid' } })
    expect(taken).toEqual([])
  })

  it('refuses a label that was not granted before it reads the file', async () => {
    const { taken, scene } = await stageUploads()

    const reply = await raw(scene, `${part('form-data; name="audience"', 'group:board')}${file}--X--`)

    expect(reply).toMatchObject({ status: 403, body: { code: 'audience-refused' } })
    expect(taken).toEqual([])
  })

  it('refuses what is too large, said beforehand or not', async () => {
    const { taken, scene } = await stageUploads()
    const large = form(['file', new File([Buffer.alloc(400_000)], 'a.md')])
    async function* trickle() {
      yield Buffer.from('--X\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n')
      for (let sent = 0; sent < 20; sent += 1) yield Buffer.alloc(50_000)
      yield Buffer.from('\r\n--X--')
    }

    const said = await scene.send('POST', '/v1/sources', { body: large, headers: { 'accept-language': 'ja' } })
    const unsaid = await fetch(`${scene.url}/v1/sources`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=X' },
      body: ReadableStream.from(trickle()),
      duplex: 'half',
    } as RequestInit)

    expect(said).toMatchObject({ status: 413, body: { code: 'document-too-large', title: 'ファイルが大きすぎます。' } })
    expect(unsaid.status).toBe(413)
    expect(taken).toEqual([])
  })

  it('tells what the desk says of a file', async () => {
    const scene = await stage({
      sources: {
        addFile: async () => {
          throw new KikuError('document-unsupported', '/srv/kiku/x.exe')
        },
      },
    })

    const reply = await scene.send('POST', '/v1/sources', { body: form(['file', new File(['MZ'], 'x.exe')]) })

    expect(reply).toMatchObject({ status: 415, body: { code: 'document-unsupported' } })
    expect(reply.text).not.toContain('/srv')
  })

  it('ends the upload of a client that leaves', async () => {
    const failures: unknown[] = []
    const { scene } = await (async () => ({
      scene: await stage({
        sources: {
          async addFile({ content }) {
            try {
              for await (const _piece of content);
              throw new Error('The file ended.')
            } catch (thrown) {
              failures.push(thrown)
              throw thrown
            }
          },
        },
      }),
    }))()
    const socket = connect(Number(new URL(scene.url).port), '127.0.0.1')
    socket.write(
      'POST /v1/sources HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=X\r\nContent-Length: 9999\r\n\r\n' +
        '--X\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\nsome',
    )
    await new Promise((resolve) => setTimeout(resolve, 30))

    socket.destroy()
    await scene.api.idle()

    expect(failures).toHaveLength(1)
    expect(String(failures[0])).not.toContain('The file ended')
  })
})
