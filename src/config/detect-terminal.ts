import type { Environment } from './read-variables.ts'

/** The language of Kiku's own words when none is configured: Japanese where the locale says so, else English. */
export function detectLanguage(environment: Environment): 'en' | 'ja' {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || ''
  return /^ja([_.@-]|$)/i.test(locale) ? 'ja' : 'en'
}

/** Whether to use colour: never, always, or where the output is a terminal (https://no-color.org). */
export function detectColor(environment: Environment): 'never' | 'always' | 'auto' {
  if (environment.NO_COLOR) return 'never'
  if (environment.FORCE_COLOR && environment.FORCE_COLOR !== '0') return 'always'
  return environment.TERM === 'dumb' ? 'never' : 'auto'
}
