import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'

/** Which of Python, make and a C++ compiler are missing, as names to read out. Windows finds its own tools. */
export function missingBuildTools(platform, environment, isOnPath) {
  if (platform === 'win32') return []
  const missing = []
  if (!environment.PYTHON && !isOnPath('python3') && !isOnPath('python')) missing.push('python3')
  if (!environment.MAKE && !isOnPath('make') && !isOnPath('gmake')) missing.push('make')
  if (!environment.CXX && !['g++', 'c++', 'clang++'].some(isOnPath)) missing.push('g++')
  return missing
}

/** How to install the build tools on this system. `osRelease` is the content of /etc/os-release. */
export function buildToolsRemedy(platform, osRelease) {
  if (platform === 'darwin') return 'xcode-select --install'
  const family = (osRelease.match(/^ID(?:_LIKE)?=.*$/gm) ?? []).join(' ')
  if (/debian|ubuntu/.test(family)) return 'sudo apt-get install -y python3 make g++'
  if (/alpine/.test(family)) return 'apk add python3 make g++'
  if (/arch/.test(family)) return 'sudo pacman -S python make gcc'
  if (/suse/.test(family)) return 'sudo zypper install python3 make gcc-c++'
  if (/fedora|rhel|centos|amzn/.test(family)) return 'sudo dnf install -y python3 make gcc-c++'
  return 'install python3, make and a C++ compiler with your package manager'
}

/** The complaint to print before an installation that cannot succeed, or null. */
export function compilerComplaint() {
  const missing = missingBuildTools(process.platform, process.env, isOnPath)
  if (missing.length === 0) return null
  return `Kiku's index and database are compiled during installation, and ${missing.join(', ')} cannot be found. Run: ${buildToolsRemedy(process.platform, readOsRelease())}`
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8')
  } catch {
    return ''
  }
}
