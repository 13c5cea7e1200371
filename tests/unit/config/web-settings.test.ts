import { describe, expect, it } from 'vitest'
import { webSchema } from '../../../src/config/web-schema.ts'

const TOKEN = { name: 'alice', sha256: 'a'.repeat(64), audience: ['public'] }

describe('settings of the page', () => {
  it('open it to this machine where nothing is said', () => {
    expect(webSchema.parse(undefined)).toEqual({
      enabled: true,
      host: '127.0.0.1',
      port: 4_747,
      allowedHosts: [],
      allowedOrigins: [],
      audience: ['public'],
      tokens: [],
      sessionHours: 12,
      requestsPerMinute: 600,
    })
  })

  it('fill in what a provider needs', () => {
    const { oidc } = webSchema.parse({ oidc: { issuer: 'https://login.example.com', clientId: 'kiku' } })

    expect(oidc).toEqual({
      issuer: 'https://login.example.com',
      clientId: 'kiku',
      owners: [],
      ownerGroups: [],
      members: [],
      groupsClaim: 'groups',
      groups: {},
    })
  })

  it.each([
    ['publicUrl', { publicUrl: 'https://kiku.example.com/' }],
    ['allowedHosts', { allowedHosts: ['kiku.example.com', '10.0.0.1', '[::1]'] }],
    ['allowedOrigins', { allowedOrigins: ['https://tools.example.com', 'chrome-extension://abcdef'] }],
    ['tokens', { tokens: [{ ...TOKEN, role: 'owner', expiresAt: '2027-01-01T00:00:00+09:00' }] }],
    ['oidc', { oidc: { issuer: 'https://a.example', clientId: 'k', members: ['@example.com', 'a@b.c'] } }],
  ])('take %s', (_, settings) => {
    expect(webSchema.safeParse(settings).success).toBe(true)
  })

  it.each([
    ['an address with a path', { publicUrl: 'https://example.com/kiku' }],
    ['an address with a login', { publicUrl: 'https://a:b@example.com' }],
    ['a host with a port', { allowedHosts: ['kiku.example.com:80'] }],
    ['any origin', { allowedOrigins: ['*'] }],
    ['no origin', { allowedOrigins: ['null'] }],
    ['an origin with a path', { allowedOrigins: ['https://tools.example.com/'] }],
    ['a token by itself', { tokens: [{ ...TOKEN, sha256: 'secret' }] }],
    ['a token for nothing', { tokens: [{ ...TOKEN, audience: [] }] }],
    ['the name of whoever sits at the machine', { tokens: [{ ...TOKEN, name: 'local' }] }],
    ['a label that is none', { audience: ['everybody'] }],
    ['a secret', { oidc: { issuer: 'https://a.example', clientId: 'k', clientSecret: 's' } }],
  ])('refuse %s', (_, settings) => {
    expect(webSchema.safeParse(settings).success).toBe(false)
  })
})
