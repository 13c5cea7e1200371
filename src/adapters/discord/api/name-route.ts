/**
 * A route as it may stand in logs and errors: ids and the tokens of interactions taken out.
 * @returns such as `/channels/:id/messages/:id`
 */
export function nameRoute(route: string): string {
  return route
    .replace(/^(\/interactions\/[^/]+|\/webhooks\/[^/]+)\/[^/?]+/, '$1/:token')
    .replace(/\d{5,20}/g, ':id')
    .replace(/\/reactions\/[^/]+/, '/reactions/:emoji')
}

/** The channel, server or interaction that a call is about; Discord counts calls of a route by it. */
export function nameResource(route: string): string {
  const [, kind = '', id = '', token = ''] = route.split('/')
  switch (kind) {
    case 'channels':
    case 'guilds':
      return id
    case 'webhooks':
    case 'interactions':
      return token
    default:
      return ''
  }
}
