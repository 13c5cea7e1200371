import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { McpAddress } from '../../../src/adapters/mcp/open-session.ts'
import { openMcpSource } from '../../fakes/mcp/open-source.ts'

const ODD = fileURLToPath(new URL('../../fakes/mcp/odd-server.mjs', import.meta.url))
const never = new AbortController().signal

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiku-mcp-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A shell that starts processes, whose ids it notes. */
function shell(script: string): McpAddress {
  const environment = { NODE: process.execPath, ODD, PIDS: join(folder, 'pids') }
  return { kind: 'stdio', command: 'sh', args: ['-c', script], environment }
}

async function noted(): Promise<readonly number[]> {
  return (await readFile(join(folder, 'pids'), 'utf8')).trim().split('\n').map(Number)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch {
    return false
  }
}

/** It has ended, and the system has only not noticed yet. */
function isZombie(pid: number): boolean {
  const path = `/proc/${pid}/stat`
  return existsSync(path) && /\) Z /.test(readFileSync(path, 'utf8'))
}

describe.skipIf(process.platform === 'win32')('a server that starts others', () => {
  // A shell gives what it starts in the background no input of its own.
  const behindShell = 'exec 3<&0; "$NODE" "$ODD" <&3 & echo $! >>"$PIDS"; echo $$ >>"$PIDS"; exec 3<&-; wait'
  const withHelper = 'sleep 600 & echo $! >>"$PIDS"; echo $$ >>"$PIDS"; exec "$NODE" "$ODD"'

  it.each([
    ['as npx and shells do', behindShell],
    ['to help it', withHelper],
  ])('%s leaves none of them behind', async (_what, script) => {
    const odd = openMcpSource(shell(script))
    await odd.start(never)
    const pids = await noted()
    const before = pids.map(isRunning)

    await odd.close()

    expect(odd.log.map(({ event }) => event)).toContain('mcp-connected')
    expect(before).toEqual([true, true])
    expect(pids.map(isRunning)).toEqual([false, false])
  })

  it('leaves none behind when it crashes, and starts anew', async () => {
    const odd = openMcpSource(shell(withHelper))
    await odd.start(never)
    const [helper = 0] = await noted()

    await expect(odd.run('crash')).rejects.toMatchObject({ code: 'tool-failed' })
    await odd.until(() => odd.list().length === 0)
    await odd.until(() => odd.list().length > 0)

    expect(isRunning(helper)).toBe(false)
    expect(await noted()).toHaveLength(4)
    await odd.close()
    expect((await noted()).map(isRunning)).toEqual([false, false, false, false])
  })

  it('is ended also where it does not want to', async () => {
    const stubborn =
      'trap "" TERM; sh -c \'trap "" TERM; echo $$ >>"$PIDS"; while :; do sleep 0.05; done\' & exec "$NODE" "$ODD"'
    const odd = openMcpSource(shell(stubborn))
    await odd.start(never)

    await odd.close()

    expect((await noted()).map(isRunning)).toEqual([false])
  })
})
