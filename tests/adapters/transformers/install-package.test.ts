import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findPackage } from '../../../src/adapters/transformers/find-package.ts'
import { installPackage } from '../../../src/adapters/transformers/install-package.ts'
import { prepareTransformers } from '../../../src/adapters/transformers/prepare-embedder.ts'
import { writeStandInPackage } from './stand-in-package.ts'

const SIGNAL = new AbortController().signal
const root = mkdtempSync(join(tmpdir(), 'kiku-npm-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A program named npm that does what the test says, and the options that make it the one used. */
function scriptNpm(script: string) {
  const folder = mkdtempSync(join(root, 'case-'))
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, 'npm'), 0o755)
  const data = join(folder, 'data')
  return { data, cwd: folder, environment: { PATH: `${bin}:/usr/bin:/bin` }, signal: SIGNAL, onProgress: () => {} }
}

const left = (data: string) => readdirSync(join(data, 'packages'))

describe('installing the package', () => {
  it('says that the registry cannot be reached, with what npm says, and leaves nothing behind', async () => {
    const options = scriptNpm(`
      echo 'npm error code ENOTFOUND' >&2
      echo 'npm error request to the registry failed' >&2
      echo 'npm error A complete log of this run can be found in: /somewhere' >&2
      exit 1`)

    await expect(installPackage(options)).rejects.toMatchObject({
      code: 'model-unreachable',
      retryable: true,
      message: 'The npm registry cannot be reached. npm says: code ENOTFOUND request to the registry failed',
      remedy: expect.any(String),
    })
    expect(left(options.data)).toEqual([])
  })

  it('says that there is no room', async () => {
    const options = scriptNpm("echo 'npm error code ENOSPC' >&2; exit 1")

    await expect(installPackage(options)).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('says that there is no npm', async () => {
    const options = { ...scriptNpm(''), environment: { PATH: join(root, 'no-such-folder') } }

    await expect(installPackage(options)).rejects.toMatchObject({
      code: 'embedder-failed',
      message: 'npm cannot be started.',
    })
  })

  it('refuses an archive that is not the one pinned', async () => {
    const lock = {
      packages: { 'node_modules/@huggingface/transformers': { version: '4.3.1', integrity: 'sha512-bm90IGl0' } },
    }
    const options = scriptNpm(`cat > package-lock.json <<'END'\n${JSON.stringify(lock)}\nEND`)

    await expect(installPackage(options)).rejects.toMatchObject({
      code: 'embedder-failed',
      message: 'npm installed another @huggingface/transformers than the one that Kiku was tried with.',
    })
    expect(left(options.data)).toEqual([])
  })

  it('ends npm and cleans up when nobody wants it any more', async () => {
    const options = scriptNpm('touch ../../../started; exec sleep 60')
    const controller = new AbortController()
    const started = join(options.data, '..', 'started')

    const installing = installPackage({ ...options, signal: controller.signal })
    while (!existsSync(started)) await new Promise((resolve) => setTimeout(resolve, 10))
    controller.abort(new Error('not wanted'))

    await expect(installing).rejects.toThrow('not wanted')
    expect(left(options.data)).toEqual([])
  })

  it('gives npm what it needs, no secrets, and runs no script of a package', async () => {
    const options = scriptNpm('echo "npm error $* $(env)" | tr "\\n" " " >&2; exit 1')
    const environment = { ...options.environment, HOME: '/home/aki', SLACK_BOT_TOKEN: 'hunter2', KIKU_DATA: '/d' }

    const error = await installPackage({ ...options, environment }).catch((thrown: unknown) => String(thrown))

    expect(error).toContain('--ignore-scripts')
    expect(error).toContain('HOME=/home/aki')
    expect(error).not.toMatch(/hunter2|KIKU_DATA/)
  })

  it('installs nothing where a copy is there', async () => {
    const options = scriptNpm('exit 1')
    writeStandInPackage(options.cwd, { version: '3.8.1' })
    const seen: unknown[] = []

    await prepareTransformers({ ...options, precision: 'auto', onProgress: (progress) => void seen.push(progress) })

    expect(seen).toEqual([{ kind: 'package-found', version: '3.8.1' }])
    expect(findPackage(options)?.version).toBe('3.8.1')
  })
})
