import { describe, expect, it } from 'vitest'
import { summarizeTests } from '../../../scripts/checks/summarize-tests.mjs'
import { buildToolsRemedy, missingBuildTools } from '../../../scripts/setup/check-compiler.mjs'
import { nodeComplaint } from '../../../scripts/setup/check-node.mjs'
import { explainInstallFailure, relevantLines } from '../../../scripts/setup/explain-failure.mjs'
import { matchesLock, planSetup, type SetupFacts } from '../../../scripts/setup/plan-setup.mjs'

const ready: SetupFacts = {
  hasNodeModules: true,
  hasInstalledLock: true,
  installedMatchesLock: true,
  stamp: { lockHash: 'l1', runtime: 'linux-x64-115' },
  lockHash: 'l1',
  runtime: 'linux-x64-115',
  hasNatives: true,
  hasBuild: true,
  builtFrom: 's1',
  sources: 's1',
}

describe('planSetup', () => {
  it('has nothing to do in a checkout that is ready', () => {
    expect(planSetup(ready)).toEqual({ install: null, verifyNatives: false, build: null })
  })

  it('installs, checks addons and builds in a fresh clone', () => {
    const clone = {
      ...ready,
      hasNodeModules: false,
      hasInstalledLock: false,
      stamp: null,
      hasNatives: false,
      hasBuild: false,
    }

    expect(planSetup(clone)).toEqual({
      install: 'the dependencies are not installed yet',
      verifyNatives: true,
      build: 'Kiku is not built yet',
    })
  })

  it('takes over what "npm ci" by hand has installed, after checking the addons once', () => {
    expect(planSetup({ ...ready, stamp: null })).toEqual({ install: null, verifyNatives: true, build: null })
  })

  it.each([
    [{ hasInstalledLock: false, installedMatchesLock: false, stamp: null }, 'an earlier installation was interrupted'],
    [{ lockHash: 'l2', installedMatchesLock: false }, 'the dependencies are older or newer than package-lock.json'],
  ])('installs again after %j', (change, reason) => {
    const plan = planSetup({ ...ready, ...change })

    expect(plan.install).toBe(reason)
    expect(plan.build).not.toBeNull()
  })

  it("does not install when only the lockfile's wording changed", () => {
    expect(planSetup({ ...ready, lockHash: 'l2' }).install).toBeNull()
  })

  it.each([[{ runtime: 'linux-x64-137' }], [{ hasNatives: false }]])('checks the addons after %j', (change) => {
    expect(planSetup({ ...ready, ...change })).toEqual({ install: null, verifyNatives: true, build: null })
  })

  it('builds when the sources have changed', () => {
    expect(planSetup({ ...ready, sources: 's2' })).toEqual({
      install: null,
      verifyNatives: false,
      build: 'the sources have changed',
    })
  })
})

describe('matchesLock', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0', integrity: 'x' },
      'node_modules/a-win32': { version: '1.0.0', optional: true },
    },
  }

  it('accepts an installation that lacks only packages of other platforms', () => {
    expect(matchesLock(lock, { packages: { 'node_modules/a': { version: '1.0.0', integrity: 'x' } } })).toBe(true)
  })

  it.each([
    [{ 'node_modules/a': { version: '1.0.1', integrity: 'x' } }],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'y' } }],
    [{ 'node_modules/a': { version: '1.0.0', integrity: 'x' }, 'node_modules/b': { version: '1.0.0' } }],
    [{}],
  ])('refuses %j', (packages) => {
    expect(matchesLock(lock, { packages })).toBe(false)
  })
})

describe('checks before an installation', () => {
  it.each([
    ['20.19.0', true],
    ['24.1.0', true],
    ['20.18.3', false],
    ['18.20.4', false],
  ])('of Node %s', (version, isFine) => {
    expect(nodeComplaint(version) === null).toBe(isFine)
  })

  it('names the build tools that are missing', () => {
    expect(missingBuildTools('linux', {}, () => true)).toEqual([])
    expect(missingBuildTools('linux', {}, (name) => name === 'make')).toEqual(['python3', 'g++'])
    expect(missingBuildTools('linux', { CXX: 'clang++-18' }, (name) => name === 'python3')).toEqual(['make'])
    expect(missingBuildTools('win32', {}, () => false)).toEqual([])
  })

  it.each([
    ['linux', 'ID=ubuntu\nID_LIKE=debian\n', 'apt-get install'],
    ['linux', 'ID=alpine\n', 'apk add'],
    ['linux', 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'dnf install'],
    ['linux', 'ID=arch\n', 'pacman'],
    ['linux', '', 'package manager'],
    ['darwin', '', 'xcode-select --install'],
  ])('says how to install them on %s %j', (platform, osRelease, command) => {
    expect(buildToolsRemedy(platform, osRelease)).toContain(command)
  })
})

describe('explainInstallFailure', () => {
  it.each([
    [
      'npm error code ENOTFOUND\nnpm error network request to https://registry.example/zod failed',
      'could not be reached',
    ],
    [
      'npm error code EUSAGE\n`npm ci` can only install packages when your package.json and package-lock.json',
      'do not agree',
    ],
    ['npm error code ENOSPC', 'disk is full'],
    ['npm error code EROFS', 'could not be written'],
    ['npm error gyp ERR! not ok', 'could not be compiled'],
    ['npm error Killed', 'want of memory'],
    ['something else', 'npm could not install'],
  ])('explains %j', (output, sentence) => {
    expect(explainInstallFailure(output, '/kiku')).toContain(sentence)
  })
})

describe('relevantLines', () => {
  it('shows the cause, not the usage text below it', () => {
    const output =
      'npm error code EUSAGE\nnpm error Missing: a@1 from lock file\nnpm error Clean install a project\nnpm error Usage:\n'

    expect(relevantLines(output)).toBe('npm error code EUSAGE\nnpm error Missing: a@1 from lock file\n')
  })
})

describe('summarizeTests', () => {
  const passed = {
    status: 'passed',
    assertionResults: [{ status: 'passed' }, { status: 'passed' }, { status: 'skipped' }],
  }

  it('counts tests', () => {
    const failed = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] }

    expect(summarizeTests({ testResults: [passed, failed] }, 1)).toEqual({ passed: 3, failed: 1 })
  })

  it.each([
    ['a file that could not be loaded', { testResults: [passed, { status: 'failed', assertionResults: [] }] }, 1, 2],
    ['an error outside any test', { testResults: [passed] }, 1, 2],
    ['a run without tests', { testResults: [] }, 0, 0],
    ['a crash without a report', null, 139, 0],
  ])('counts %s as a failure', (_, report, exitCode, passing) => {
    expect(summarizeTests(report, exitCode)).toEqual({ passed: passing, failed: 1 })
  })
})
