import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20
const KILLED_MS = 200

/**
 * Ends all processes of the group that a process leads, which was started `detached`: first they are asked (SIGTERM), then
 * not (SIGKILL). One that has left the group, as daemons do, is not reached.
 * @param graceMs what they have between the two
 */
export async function endProcessGroup(leader: ChildProcess, graceMs: number): Promise<void> {
  signalGroup(leader, 'SIGTERM')
  if (await isGone(leader, graceMs)) return
  signalGroup(leader, 'SIGKILL')
  // Those that have ended count for as long as nobody has asked what became of them, which some systems do late.
  await isGone(leader, KILLED_MS)
}

async function isGone(leader: ChildProcess, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs
  while (signalGroup(leader, 0)) {
    if (performance.now() >= until) return false
    await sleep(POLL_MS)
  }
  return true
}

/** @returns whether there is anybody left in the group */
function signalGroup({ pid }: ChildProcess, name: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  if (pid === undefined) return false
  try {
    // The number of a group is given to no other process while somebody is left in it.
    process.kill(-pid, name)
    return true
  } catch {
    return false
  }
}
