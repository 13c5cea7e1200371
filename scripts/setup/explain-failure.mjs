const OFFLINE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|network (?:timeout|request)/
const READ_ONLY = /EROFS|EACCES|EPERM/
const FULL = /ENOSPC/
const OUT_OF_STEP = /EUSAGE|can only install packages when your package\.json and package-lock\.json/
const COMPILER = /gyp ERR!|node-gyp|not found: make|g\+\+: not found|No Xcode|find Python|fatal error: .*\.h/
const KILLED = /\bKilled\b|SIGKILL|heap out of memory/

/** One sentence on why npm failed and one on what to do, from the end of its output. */
export function explainInstallFailure(output, root) {
  if (FULL.test(output)) return 'The disk is full. Free about 600 MB and start again.'
  if (OUT_OF_STEP.test(output)) {
    return 'package.json and package-lock.json do not agree. Undo changes to them, or run "npm install" to renew the lockfile.'
  }
  if (OFFLINE.test(output)) {
    return 'The package registry could not be reached. Check the network or the proxy (npm config get proxy, npm config get registry) and start again; only the first start needs the network.'
  }
  if (READ_ONLY.test(output)) {
    return `Files in ${root} could not be written. Give your user write access to that folder, or copy it to one of your own, and start again.`
  }
  if (COMPILER.test(output)) return 'A native module could not be compiled. The lines above say what was missing.'
  if (KILLED.test(output))
    return 'The system stopped the installation, most likely for want of memory. Free about 1 GB and start again.'
  return 'npm could not install the dependencies. The lines above are its own words; "npm ci" shows all of them.'
}

/** The end of npm's output without its usage text, which would push the cause out of sight. */
export function relevantLines(output) {
  const usage = output.search(/^npm error\s*(?:Clean install a project|Usage:)/m)
  return (usage < 0 ? output : output.slice(0, usage)).trimEnd().split('\n').slice(-15).join('\n').concat('\n')
}
