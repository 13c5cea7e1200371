import http from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DownloadedFile, downloadFiles } from '../../../../src/adapters/slack/files/download-files.ts'
import type { ArrivedFile } from '../../../../src/adapters/slack/receive/arrival.ts'
import { readFiles } from '../../../../src/adapters/slack/receive/read-files.ts'
import type { NewFile } from '../../../fakes/slack/files.ts'
import { type SlackServer, startSlackServer } from '../../../fakes/slack/slack-server.ts'

let server: SlackServer
/** A server of somebody else, which must not see the token. */
let stranger: { readonly url: string; readonly seen: http.IncomingHttpHeaders[]; close(): Promise<void> }
const { signal } = new AbortController()

beforeEach(async () => {
  server = await startSlackServer()
  stranger = await startStranger()
})

afterEach(async () => {
  await server.close()
  await stranger.close()
})

function fileOf(about: NewFile): ArrivedFile {
  const [file] = readFiles([server.addFile(about).wire])
  if (file === undefined) throw new Error('The file of the peer cannot be read.')
  return file
}

function download(files: readonly ArrivedFile[], options: Partial<Parameters<typeof downloadFiles>[1]> = {}) {
  const { botToken: token, apiUrl } = server
  return downloadFiles(files, { token, apiUrl, maxBytes: 1_000_000, timeoutMs: 2_000, ...options }, signal)
}

const outcomeOf = (downloaded: DownloadedFile | undefined) =>
  downloaded === undefined
    ? 'none'
    : 'bytes' in downloaded
      ? new TextDecoder().decode(downloaded.bytes)
      : downloaded.error.code

describe('downloadFiles', () => {
  it('gives the bytes of each file in their order', async () => {
    const files = [
      fileOf({ name: 'plan.txt', content: 'The plan.' }),
      fileOf({ name: '議事録.md', content: '# 議事録' }),
    ]

    const downloaded = await download(files)

    expect(downloaded.map(outcomeOf)).toEqual(['The plan.', '# 議事録'])
    expect(downloaded.map(({ file }) => file)).toEqual(files)
  })

  it('costs a file that fails itself only', async () => {
    const files = [
      fileOf({ name: 'gone.txt', fault: { kind: 'status', status: 404 } }),
      fileOf({ name: 'closed.txt', fault: { kind: 'status', status: 403 } }),
      fileOf({ name: 'cut.txt', fault: { kind: 'cut' } }),
      fileOf({ name: 'plan.txt', content: 'The plan.' }),
    ]

    expect((await download(files)).map(outcomeOf)).toEqual(['url-failed', 'surface-refused', 'url-failed', 'The plan.'])
  })

  it('tries once more what fails for a moment', async () => {
    const file = fileOf({ name: 'plan.txt', content: 'The plan.' })
    server.faults.push({ method: 'download', status: 503 })

    expect((await download([file])).map(outcomeOf)).toEqual(['The plan.'])
    expect(server.callsOf('download')).toHaveLength(2)
  })

  it('reads no more files than it should, and no larger ones', async () => {
    const files = [
      fileOf({ name: 'one.txt', content: 'one' }),
      fileOf({ name: 'large.txt', content: 'x'.repeat(2_000) }),
      fileOf({ name: 'liar.txt', fillerBytes: 50_000_000, declaredSize: 10 }),
      fileOf({ name: 'four.txt', content: 'four' }),
    ]

    const downloaded = await download(files, { maxBytes: 1_000, mostFiles: 3 })

    expect(downloaded.map(outcomeOf)).toEqual(['one', 'document-too-large', 'document-too-large', 'misuse'])
    expect(server.callsOf('download')).toHaveLength(2)
  })

  it('says that the scope is missing when Slack shows its page to log in', async () => {
    const file = fileOf({ name: 'plan.txt', content: 'The plan.' })

    const [downloaded] = await download([file], { token: 'xoxb-without-the-scope' })

    expect(outcomeOf(downloaded)).toBe('surface-refused')
    expect(downloaded).toMatchObject({ error: { remedy: 'Add the scope files:read to the app and install it again.' } })
  })

  it('reads files that are HTML themselves', async () => {
    const file = fileOf({ name: 'page.html', mediaType: 'text/html', content: '<!DOCTYPE html><p>ページ' })

    expect((await download([file])).map(outcomeOf)).toEqual(['<!DOCTYPE html><p>ページ'])
  })

  it.each([['hang'], ['stall']] as const)('waits no longer than it may for a file that does %s', async (kind) => {
    const file = fileOf({ name: 'slow.txt', content: 'slow', fault: { kind } })

    expect((await download([file], { timeoutMs: 50 })).map(outcomeOf)).toEqual(['deadline-exceeded'])
  })

  it('ends with the reason of who asked', async () => {
    const file = fileOf({ name: 'slow.txt', fault: { kind: 'hang' } })
    const controller = new AbortController()
    const { botToken: token, apiUrl } = server

    const asked = downloadFiles([file], { token, apiUrl, maxBytes: 10 }, controller.signal)
    setTimeout(() => controller.abort(new Error('enough')), 20)

    await expect(asked).rejects.toThrow('enough')
  })
})

describe('the token', () => {
  it('is not taken to another host, neither by an address nor by a redirect', async () => {
    const files = [
      fileOf({ name: 'elsewhere.txt', url: `${stranger.url}/file` }),
      fileOf({ name: 'led-away.txt', fault: { kind: 'redirect', to: `${stranger.url}/file` } }),
    ]

    expect((await download(files)).map(outcomeOf)).toEqual(['url-refused', 'url-refused'])
    expect(stranger.seen).toEqual([])
  })

  it('goes along with a redirect on the same host, and ends going round in circles', async () => {
    const target = fileOf({ name: 'target.txt', content: 'The plan.' })
    const file = fileOf({
      name: 'led-on.txt',
      content: 'The plan.',
      fault: { kind: 'redirect', to: new URL(target.url).pathname },
    })
    const circle = fileOf({ name: 'circle.txt', fault: { kind: 'redirect', to: './circle.txt' } })

    expect((await download([file, circle])).map(outcomeOf)).toEqual(['The plan.', 'url-failed'])
  })

  it.each([
    ['http://files.slack.com/files-pri/T1-F1/a.txt'],
    ['https://files.slack.com.evil.example/a.txt'],
    ['https://evil.example/?files.slack.com'],
    ['https://notslack.com/a.txt'],
    ['https://files.slack.com:8443/a.txt'],
    ['https://user:word@files.slack.com/a.txt'],
    ['https://files.slack.com@evil.example/a.txt'],
    ['ftp://files.slack.com/a.txt'],
    ['file:///etc/passwd'],
    ['http://127.0.0.1:1/a.txt'],
    ['http://169.254.169.254/latest'],
    [''],
    ['no address'],
  ])('is not shown to %j', async (url) => {
    const file: ArrivedFile = { id: 'F1', name: 'a.txt', mediaType: 'text/plain', size: 1, url }

    expect((await download([file])).map(outcomeOf)).toEqual(['url-refused'])
  })
})

async function startStranger() {
  const seen: http.IncomingHttpHeaders[] = []
  const strange = http.createServer((request, response) => {
    seen.push(request.headers)
    response.end('stolen')
  })
  await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve))
  const address = strange.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    close: () => new Promise<void>((resolve) => strange.close(() => resolve())),
  }
}
