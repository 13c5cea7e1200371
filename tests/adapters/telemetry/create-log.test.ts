import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '../../../src/adapters/telemetry/create-log.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiku-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function open(changes: Partial<Parameters<typeof createLog>[0]> = {}) {
  return createLog({ level: 'info', file: join(folder, 'data', 'kiku.log'), maxMegabytes: 1, ...changes })
}

function lines(name = 'data/kiku.log'): Record<string, unknown>[] {
  return readFileSync(join(folder, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('log', () => {
  it('writes one JSON line for each event at or above its level, readable by its owner only', () => {
    const log = open()

    log.telemetry.debug('hidden')
    log.telemetry.info('answer-posted', { thread: 't1', ms: 12 })
    log.close()

    expect(lines()).toEqual([
      { level: 'info', time: expect.any(String), pid: process.pid, thread: 't1', ms: 12, event: 'answer-posted' },
    ])
    expect(statSync(join(folder, 'data/kiku.log')).mode & 0o077).toBe(0)
  })

  it('hides secrets by name and by value, and what people wrote', () => {
    const log = open({ secrets: ['hunter2'] })

    log.telemetry.warn('model-failed', {
      slackToken: 'xoxb-1',
      api_key: 'k',
      promptTokens: 900,
      reason: 'key hunter2 was refused by http://me:pw@host/',
      question: '秘密の質問',
    })
    log.close()

    expect(lines()[0]).toMatchObject({
      slackToken: '[secret]',
      api_key: '[secret]',
      promptTokens: 900,
      reason: 'key [secret] was refused by http://[secret]@host/',
      question: '[5 characters]',
    })
  })

  it('shows content, but never secrets, at level debug', () => {
    const log = open({ level: 'debug' })

    log.telemetry.debug('question-asked', { question: 'visible', password: 'x' })
    log.close()

    expect(lines()[0]).toMatchObject({ question: 'visible', password: '[secret]' })
  })

  it('sets a full file aside and never keeps more than two', () => {
    const log = open({ maxMegabytes: 0.001 })

    for (let number = 0; number < 60; number += 1) log.telemetry.info('event', { number })
    log.close()

    expect(readdirSync(join(folder, 'data')).sort()).toEqual(['kiku.log', 'kiku.log.1'])
    expect(lines().at(-1)).toMatchObject({ number: 59 })
    expect(statSync(join(folder, 'data/kiku.log.1')).size).toBeLessThanOrEqual(1100)
  })

  it('goes on after the lines of an earlier run', () => {
    for (const run of [1, 2]) {
      const log = open()
      log.telemetry.info('start', { run })
      log.close()
    }

    expect(lines()).toMatchObject([{ run: 1 }, { run: 2 }])
  })

  it('loses lines rather than fail where nothing can be written', () => {
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'data/kiku.log'), { recursive: true })
    const underFile = open({ file: join(folder, 'file', 'kiku.log') })
    const atFolder = open()

    underFile.telemetry.error('lost')
    atFolder.telemetry.error('lost')

    expect(() => underFile.close()).not.toThrow()
  })

  it('creates nothing while it has nothing to say', () => {
    const log = open({ level: 'silent' })

    log.telemetry.error('unheard')
    log.close()

    expect(readdirSync(folder)).toEqual([])
  })
})
