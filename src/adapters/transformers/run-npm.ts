import { spawn } from 'node:child_process'
import { KikuError } from '../../domain/errors.ts'
import { withDeadline } from '../../domain/with-deadline.ts'

export interface NpmRun {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly timeoutMs: number
}

/**
 * `npm install` of what the folder's package.json names. No script of any package runs.
 * @throws KikuError `model-unreachable` when the registry does not answer, `disk-full`, `deadline-exceeded`,
 * `embedder-failed` with what npm said last; the reason of the signal. npm is gone when this throws.
 */
export async function runNpm({ folder, environment, signal, timeoutMs }: NpmRun): Promise<void> {
  await withDeadline({ signal, timeoutMs, what: 'installation' }, (inTime) => install(folder, environment, inTime))
}

function install(folder: string, environment: NpmRun['environment'], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    // npm is a script there, which only a shell starts; no argument comes from outside.
    const isWindows = process.platform === 'win32'
    const child = spawn('npm', ARGUMENTS, {
      cwd: folder,
      env: usefulVariables(environment),
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: isWindows,
    })
    let words = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      words = `${words}${chunk}`.slice(-MOST_WORDS)
    })
    const kill = () => void child.kill('SIGKILL')
    signal.addEventListener('abort', kill, { once: true })
    child.once('error', (cause) => reject(npmMissing(cause)))
    child.once('close', (code) => {
      signal.removeEventListener('abort', kill)
      if (signal.aborted) reject(signal.reason)
      else if (code === 0) resolve()
      else reject(npmFailed(words))
    })
  })
}

const ARGUMENTS = [
  'install',
  '--prefix=.',
  '--ignore-scripts',
  '--install-links',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
  '--fetch-timeout=60000',
]
const MOST_WORDS = 8_000

// What npm needs to find itself, its settings and the network, and nothing that may be a secret of Kiku's.
function usefulVariables(environment: NpmRun['environment']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && USEFUL.test(entry[0]),
    ),
  )
}

const USEFUL =
  /^(path|home|userprofile|appdata|localappdata|systemroot|comspec|pathext|tmpdir|temp|tmp|lang|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|no|all)_proxy|npm_config_(registry|userconfig|cache|cafile|proxy|https_proxy|noproxy|strict_ssl))$/i

function npmMissing(cause: unknown): KikuError {
  return new KikuError('embedder-failed', 'npm cannot be started.', {
    remedy: 'Install npm, which comes with Node.js, and see that it is in PATH.',
    cause,
  })
}

function npmFailed(words: string): KikuError {
  const said = words.split('\n').flatMap((line) => line.match(/^npm (?:error|ERR!) (.+)/)?.[1] ?? [])
  const reason = said
    .filter((line) => !/^(A complete log|Log files)/.test(line))
    .slice(0, 3)
    .join(' ')
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(
      words,
    )
  ) {
    return new KikuError('model-unreachable', `The npm registry cannot be reached. npm says: ${reason}`, {
      retryable: true,
      remedy: 'Check the connection of this machine, or name a registry that it can reach in its .npmrc.',
    })
  }
  if (/\bENOSPC\b/.test(words)) {
    return new KikuError('disk-full', 'There is no room to install the package.', {
      remedy: 'Make room for 500 MB on this disk, or move the data folder with --data.',
    })
  }
  return new KikuError('embedder-failed', `npm could not install the package. npm says: ${reason}`, {
    remedy: 'Mend what npm names, then run `kiku embedder install` again.',
  })
}
