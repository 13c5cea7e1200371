import type { RequiredScope } from './manifest.ts'
import type { SlackFinding } from './slack-finding.ts'

/**
 * Compares what the token was granted with what the manifest asks for.
 * @param granted undefined when Slack does not say; nothing is found then
 */
export function examineScopes(
  granted: readonly string[] | undefined,
  wanted: readonly RequiredScope[],
): readonly SlackFinding[] {
  if (granted === undefined) return []
  const missing = wanted.filter(({ scope }) => !granted.includes(scope))
  const needed = missing.filter(({ isOptional }) => !isOptional)
  const optional = missing.filter(({ isOptional }) => isOptional)
  const extra = granted.filter((scope) => !wanted.some((want) => want.scope === scope) && scope !== 'identify')
  return [
    ...(needed.length === 0 ? [] : [describeMissing('broken', needed)]),
    ...(optional.length === 0 ? [] : [describeMissing('warning', optional)]),
    ...(extra.length === 0 ? [] : [describeExtra(extra)]),
    ...(missing.length === 0 ? [{ part: 'slack', state: 'ok', message: 'All scopes are granted.' } as const] : []),
  ]
}

function describeMissing(state: 'broken' | 'warning', missing: readonly RequiredScope[]): SlackFinding {
  const losses = missing.map(({ scope, reason }) => `${scope} (to ${reason})`)
  const names = missing.map(({ scope }) => scope).join(', ')
  return {
    part: 'slack',
    state,
    message: `Missing ${state === 'broken' ? 'scopes' : 'optional scopes'}: ${losses.join('; ')}.`,
    remedy: `Add ${names} under "OAuth & Permissions" of your app and install it again.`,
  }
}

function describeExtra(extra: readonly string[]): SlackFinding {
  const names = extra.slice(0, 10).map((scope) => scope.replace(/[^\w.:-]/g, '?').slice(0, 60))
  return {
    part: 'slack',
    state: 'warning',
    message: `Kiku has scopes that it does not need: ${names.join(', ')}.`,
    remedy: 'Remove them under "OAuth & Permissions" of your app.',
  }
}
