import { existsSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Environment } from './journey-bench.ts'
import { type AnswerScript, promptOf, purposeOf } from './journey-model.ts'
import type { ScriptedChat } from './ollama-wire.ts'
import { UNHURRIED } from './slack-talk.ts'

const FILES = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js', import.meta.url),
)

export const CREATE = 'files__create_directory'
export const CREATED = 'The directory was successfully created [1].'

/** A folder that an MCP server may change, which takes the asker's approval. */
export interface ToolFolder {
  readonly environment: Environment
  path(name: string): string
  has(name: string): boolean
  /** What to ask for a directory of this name. */
  question(name: string): string
  /** A model that has the directory made that it is asked for, and then says so. @param answer otherwise */
  creating(answer?: ScriptedChat): AnswerScript
  remove(): Promise<void>
}

export async function createToolFolder(): Promise<ToolFolder> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'kiku-tools-')))
  const path = (name: string) => join(folder, name)
  const files = { command: process.execPath, args: [FILES, folder], trustAnnotations: true }
  return {
    environment: { ...UNHURRIED, KIKU_MCP_SERVERS: JSON.stringify({ files }) },
    path,
    has: (name) => existsSync(path(name)),
    question: (name) => `Please create a directory called ${name}.`,
    creating: (answer = { content: CREATED }) => {
      return (body) => {
        if (purposeOf(body) === 'answer') return answer
        if (purposeOf(body) !== 'tools') return { content: '' }
        const [, name = 'unnamed'] = /directory called (\w+)\./.exec(promptOf(body)) ?? []
        return { toolCalls: [{ name: CREATE, arguments: { path: path(name) } }] }
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
