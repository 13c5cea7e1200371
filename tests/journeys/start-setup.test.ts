import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFacts, stampBuild, stampInstall } from '../../scripts/setup/read-facts.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiku-start-'))
  cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true })
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']) {
    copyFileSync(join(root, name), join(folder, name))
  }
  // The page is built by a package that a checkout like this one does not have.
  plant('scripts/build-page.mjs', BUILDS_PAGE)
})

const BUILDS_PAGE = `import { mkdirSync, writeFileSync } from 'node:fs'
mkdirSync('dist/page', { recursive: true })
writeFileSync('dist/page/index.html', '')
`
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function plant(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** A checkout in which everything is in place, with a program that shows how it was started. */
function makeReady(main: string): void {
  plant('node_modules/.package-lock.json', '{}')
  plant('node_modules/better-sqlite3/build/Release/better_sqlite3.node', '')
  plant('node_modules/hnswlib-node/build/Release/addon.node', '')
  plant('dist/src/main.js', main)
  plant('dist/page/index.html', '')
  const { lockHash, sources } = readFacts(folder)
  stampInstall(folder, lockHash)
  stampBuild(folder, sources)
}

function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return spawnSync(process.execPath, [join(folder, 'scripts/start.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, npm_lifecycle_event: '', ...environment },
  })
}

function startBeside(environment: Readonly<Record<string, string>>): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'scripts/start.mjs')], {
      cwd: folder,
      stdio: 'ignore',
      env: { ...process.env, npm_lifecycle_event: '', ...environment },
    })
    child.on('error', reject)
    child.on('close', resolve)
  })
}

describe('npm start', () => {
  it('starts at once in a checkout that is ready, and passes words and exit code on', () => {
    makeReady('console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7')

    const run = start(['ask', '二つの "語"', '$HOME'])

    expect(run).toMatchObject({ status: 7, stderr: '', stdout: '["ask","二つの \\"語\\"","$HOME"]\n' })
  })

  it('runs where the user stands, not where npm does', () => {
    makeReady('console.log(process.cwd())')
    mkdirSync(join(folder, 'notes'))

    const run = start([], { npm_lifecycle_event: 'start', INIT_CWD: join(folder, 'notes') })

    expect(run.stdout.trim()).toMatch(/notes$/)
  })

  it('says what is missing before an installation that cannot succeed', () => {
    const run = start([], { PATH: folder, PYTHON: '', MAKE: '', CXX: '' })

    expect(run).toMatchObject({ status: 1, stdout: '' })
    expect(run.stderr).toMatch(/^kiku: .*python3, make, g\+\+ cannot be found\. Run: .+\n$/)
  })

  it('explains that npm failed, with the remedy', () => {
    plant('fake/npm-cli.js', "console.error('npm error code ENOTFOUND'); process.exit(1)")
    const tools = { PYTHON: 'python3', MAKE: 'make', CXX: 'g++', npm_execpath: join(folder, 'fake/npm-cli.js') }

    const run = start([], tools)

    expect(run.status).toBe(1)
    expect(run.stderr).toContain('kiku: Installing, since the dependencies are not installed yet.')
    expect(run.stderr).toContain('kiku: The package registry could not be reached.')
  })

  describe('in a fresh clone', () => {
    const tools = () => ({
      PYTHON: 'python3',
      MAKE: 'make',
      CXX: 'g++',
      npm_execpath: join(folder, 'fake/npm-cli.js'),
      TMPDIR: folder,
    })

    // Stands for npm: notes that it ran, then leaves what an installation leaves.
    beforeEach(() => {
      plant(
        'fake/npm-cli.js',
        `const fs = require('node:fs')
        const write = (path, text) => {
          fs.mkdirSync(require('node:path').dirname(path), { recursive: true })
          fs.writeFileSync(path, text)
        }
        fs.appendFileSync('fake/runs', process.argv[2] + '\\n')
        const { packages } = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'))
        delete packages['']
        write('node_modules/better-sqlite3/index.js', 'module.exports = class { close() {} }')
        write('node_modules/better-sqlite3/build/Release/better_sqlite3.node', '')
        write('node_modules/hnswlib-node/index.js', 'exports.HierarchicalNSW = class {}')
        write('node_modules/hnswlib-node/build/Release/addon.node', '')
        write('node_modules/typescript/bin/tsc', "const fs = require('node:fs'); fs.mkdirSync('dist/src', { recursive: true }); fs.writeFileSync('dist/src/main.js', 'console.log(1)')")
        write('node_modules/.package-lock.json', JSON.stringify({ packages }))`,
      )
      plant('fake/package.json', '{ "type": "commonjs" }')
    })

    it('installs and builds once, and is ready the next time', () => {
      const first = start([], tools())
      const second = start([], tools())

      expect(first).toMatchObject({ status: 0, stdout: '1\n' })
      expect(first.stderr).toMatch(/Installing, since .*\nkiku: Installed in \d+ s\.\nkiku: Building, since .*\n$/)
      expect(second).toMatchObject({ status: 0, stdout: '1\n', stderr: '' })
      expect(readFileSync(join(folder, 'fake/runs'), 'utf8')).toBe('ci\n')
    })

    it('installs once when two are started together', async () => {
      const runs = await Promise.all([startBeside(tools()), startBeside(tools())])

      expect(runs).toEqual([0, 0])
      expect(readFileSync(join(folder, 'fake/runs'), 'utf8')).toBe('ci\n')
    })

    it('takes over from a setup that was killed', () => {
      plant('node_modules/half/package.json', '{}')

      const run = start([], tools())

      expect(run.status).toBe(0)
      expect(run.stderr).toContain('since an earlier installation was interrupted')
    })
  })

  it('notices a changed source', () => {
    makeReady('')
    const before = readFacts(folder)

    plant('src/new.ts', 'export const added = 1\n')

    expect(before.builtFrom).toBe(before.sources)
    expect(readFacts(folder).sources).not.toBe(before.sources)
  })
})

describe('scripts that run before the dependencies are there', () => {
  it('import nothing but Node and each other', () => {
    const files = readdirSync(join(root, 'scripts'), { recursive: true, encoding: 'utf8' })
    const specifiers = files
      // Except for what runs once everything is installed.
      .filter((file) => file.endsWith('.mjs') && file !== 'build-page.mjs')
      .map((file) => readFileSync(join(root, 'scripts', file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? ''))

    expect(specifiers).not.toEqual([])
    expect(specifiers.filter((specifier) => !/^(node:|\.)/.test(specifier))).toEqual([])
  })
})
