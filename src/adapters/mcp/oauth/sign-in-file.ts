import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SignIn } from './sign-in.ts'

/** The sign-in of one server, shared by all processes of a data folder. */
export interface SignInFile {
  /** @returns undefined without one, and for one that is damaged or was made for another address or client */
  read(): Promise<SignIn | undefined>
  save(signIn: SignIn): Promise<void>
  /** @returns whether there was one */
  forget(): Promise<boolean>
}

export interface SignInPlace {
  /** The data folder. */
  readonly data: string
  /** Name in the configuration: letters, digits, `_`, `-`. */
  readonly server: string
  readonly url: string
  /** Where the configuration names one. */
  readonly clientId?: string
}

/** Readable by the owner alone. */
export function createSignInFile({ data, server, url, clientId }: SignInPlace): SignInFile {
  const folder = join(data, 'mcp-sign-ins')
  const path = join(folder, `${server}.json`)
  return {
    async read() {
      const found = SignIn.safeParse(parse(await readIfThere(path))).data
      if (found === undefined || found.url !== url) return undefined
      return clientId === undefined || found.client.client_id === clientId ? found : undefined
    },
    async save(signIn) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`
      try {
        const file = await open(temporary, 'wx', 0o600)
        try {
          await file.writeFile(JSON.stringify(signIn))
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw error
      }
    },
    async forget() {
      const isThere = (await readIfThere(path)) !== undefined
      await rm(path, { force: true })
      return isThere
    },
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined
    throw thrown
  }
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}
