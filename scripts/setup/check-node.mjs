// Runs on any Node that knows ES modules: no syntax from after 2017 in this file.
const REQUIRED_MAJOR = 20
const REQUIRED_MINOR = 19

/** What to tell someone whose Node is too old, or null when it will do. */
export function nodeComplaint(version) {
  const parts = version.split('.').map(Number)
  if (parts[0] > REQUIRED_MAJOR) return null
  if (parts[0] === REQUIRED_MAJOR && parts[1] >= REQUIRED_MINOR) return null
  return (
    'Kiku needs Node.js ' +
    [REQUIRED_MAJOR, REQUIRED_MINOR].join('.') +
    ' or newer; this is ' +
    version +
    '. Install a newer one from https://nodejs.org or with your version manager (nvm install 24, fnm install 24).'
  )
}
