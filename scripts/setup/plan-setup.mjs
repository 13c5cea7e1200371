/**
 * Decides what is left to do before this checkout can run. Pure: the facts come from read-facts.mjs.
 * An empty plan is the everyday case.
 */
export function planSetup(facts) {
  const install = installReason(facts)
  return {
    install,
    // After an install the addons are new; otherwise once per Node version, which the stamp remembers.
    verifyNatives:
      install !== null || facts.stamp === null || facts.stamp.runtime !== facts.runtime || !facts.hasNatives,
    build: install === null ? buildReason(facts) : (buildReason(facts) ?? 'the dependencies are new'),
  }
}

function installReason(facts) {
  if (!facts.hasNodeModules) return 'the dependencies are not installed yet'
  if (facts.stamp !== null && facts.stamp.lockHash === facts.lockHash && facts.hasInstalledLock) return null
  if (!facts.hasInstalledLock) return 'an earlier installation was interrupted'
  return facts.installedMatchesLock ? null : 'the dependencies are older or newer than package-lock.json'
}

function buildReason(facts) {
  if (!facts.hasBuild) return 'Kiku is not built yet'
  return facts.builtFrom === facts.sources ? null : 'the sources have changed'
}

/**
 * Whether what npm recorded as installed is what the lockfile asks for. Optional packages of other platforms are
 * in the lockfile only.
 */
export function matchesLock(lock, installed) {
  const wanted = lock.packages ?? {}
  const present = installed.packages ?? {}
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true
    const found = present[path]
    if (found === undefined) return entry.optional === true || entry.devOptional === true || entry.peer === true
    return found.version === entry.version && found.integrity === entry.integrity
  })
  return complete && Object.keys(present).every((path) => path in wanted)
}
