import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A small disk of its own, in memory. */
export interface SmallDisk {
  readonly folder: string
  setReadOnly(isReadOnly: boolean): void
  /** @param mebibytes its new size */
  grow(mebibytes: number): void
  remove(): Promise<void>
}

/** Whether this user may mount a disk; only then can a full or read-only one be tried. */
export function canMount(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && runsQuietly('unshare', ['-m', 'true'])
}

/** Mounts a disk of so many mebibytes. */
export async function mountSmallDisk(mebibytes: number): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'kiku-disk-'))
  run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'kiku-test', folder])
  return {
    folder,
    setReadOnly: (isReadOnly) => run('mount', ['-o', `remount,${isReadOnly ? 'ro' : 'rw'}`, folder]),
    grow: (size) => run('mount', ['-o', `remount,size=${size}m`, folder]),
    async remove() {
      run('umount', [folder])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function run(command: string, words: readonly string[]): void {
  const { status, stderr } = spawnSync(command, words, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${words.join(' ')}: ${stderr}`)
}

function runsQuietly(command: string, words: readonly string[]): boolean {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0
}
