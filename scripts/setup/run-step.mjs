import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import process from 'node:process'

const TAIL_CHARACTERS = 12_000
const HEARTBEAT_MS = 15_000

/**
 * Runs one program quietly: its output is kept for the case that it fails, and a line now and then says that it is
 * still at work. Signals that end us end it first.
 * @returns exit code and the end of the output.
 */
export function runStep(command, args, { cwd, label, say, environment = process.env }) {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (data) => {
      output = (output + data).slice(-TAIL_CHARACTERS)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const heartbeat = setInterval(() => {
      say(`${label}: still at work (${Math.round((Date.now() - startedAt) / 1000)} s)`)
    }, HEARTBEAT_MS)
    const stopForwarding = forwardSignals(child)
    let settled = false
    const settle = (code) => {
      if (settled) return
      settled = true
      clearInterval(heartbeat)
      stopForwarding()
      resolve({ code, output })
    }
    child.on('error', (error) => {
      keep(`${error.message}\n`)
      settle(127)
    })
    child.on('close', (code, signal) => settle(code ?? 128 + (constants.signals[signal] ?? 1)))
  })
}

/** Passes SIGINT, SIGTERM and SIGHUP on to a child. @returns a function that stops doing so. */
export function forwardSignals(child) {
  const forward = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
  return () => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, forward)
  }
}
