/** Shorter ones occur by chance, and hiding them would tell more than it hides. */
const SHORTEST = 4

/** Removes secrets from a text of others, in the shapes in which a server might send them back. */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  const shapes = new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(shapesOf))
  // The longer ones first: a shape may be part of another.
  const ordered = [...shapes].toSorted((one, other) => other.length - one.length)
  return ordered.reduce((hidden, shape) => hidden.replaceAll(shape, '•••'), text)
}

function shapesOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, '')
  const base64Url = Buffer.from(secret, 'utf8').toString('base64url')
  const json = JSON.stringify(secret).slice(1, -1)
  return [secret, encodeURIComponent(secret), json, base64, base64Url]
}
