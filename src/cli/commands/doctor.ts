import { toKikuError } from '../../domain/errors.ts'
import type { Finding } from '../../kiku.ts'
import { describeFindings } from '../render/describe-findings.ts'
import { shortenPath } from '../render/describe-place.ts'
import { writeJson } from '../render/write-json.ts'
import { type CommandContext, type Session, withKiku, withSession } from '../session.ts'

export interface DoctorFlags {
  readonly data?: string
  readonly json?: boolean
}

/** `kiku doctor`: what is on, what is off, and what to do. Exit code 1 when a part is broken. */
export async function runDoctor(context: CommandContext, flags: DoctorFlags): Promise<number> {
  return withSession(context, flags, async (session) => {
    const examined = await examine(session)
    // Kiku itself says more about a part, where it could be opened.
    const own = describeSetting(session).filter(({ part }) => !examined.some((finding) => finding.part === part))
    const findings = [...own, ...examined]
    const { stdout } = session.io
    if (flags.json === true) writeJson(stdout, { findings })
    else stdout.write(`${describeFindings(findings, session.strings, session.paint)}\n`)
    return findings.some((finding) => finding.state === 'broken') ? 1 : 0
  })
}

function describeSetting({ config, io }: Session): Finding[] {
  const file = config.file === null ? 'no file; defaults and environment' : shortenPath(config.file, io.cwd)
  return [
    { part: 'node', state: 'ok', message: process.versions.node },
    { part: 'configuration', state: 'ok', message: file },
    { part: 'data', state: 'ok', message: shortenPath(config.data, io.cwd) },
    { part: 'log', state: 'ok', message: `${config.log.file ?? 'standard error'}, level ${config.log.level}` },
  ]
}

// A Kiku that does not open is just what the doctor was called for.
async function examine(session: Session): Promise<readonly Finding[]> {
  try {
    return await withKiku(session, 'read', (kiku) => kiku.examine(session.signal))
  } catch (thrown) {
    session.signal.throwIfAborted()
    const { message, remedy } = toKikuError(thrown)
    return [{ part: 'kiku', state: 'broken', message, ...(remedy === undefined ? {} : { remedy }) }]
  }
}
