import { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'

/** What is kept of a sign-in at a server: all that it takes to use and renew it, since nothing is looked up again for that. */
export const SignIn = z.object({
  /** Of the server; a sign-in goes nowhere else. */
  url: z.string(),
  /** Of the authorization server. */
  issuer: z.string(),
  /** How that server is asked for tokens, RFC 8414. */
  metadata: z.object({
    issuer: z.string(),
    authorization_endpoint: z.string(),
    token_endpoint: z.string(),
    response_types_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  }),
  /** What the tokens are for, RFC 8707. */
  resource: z.string().optional(),
  client: z.object({
    client_id: z.string(),
    client_secret: z.string().optional(),
    token_endpoint_auth_method: z.string().optional(),
  }),
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number().optional(),
})
export type SignIn = z.infer<typeof SignIn>

/** How Kiku signs in where the configuration says more than the server itself does. */
export interface ClientSettings {
  readonly grant: 'authorization-code' | 'client-credentials'
  /** As registered with the authorization server by hand; without it Kiku registers itself. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** The authorization server to trust, whatever the server says. A secret is shown to no other but the server's own. */
  readonly issuer?: string
  /** Instead of what the server asks for. */
  readonly scope?: string
  /** Of this machine, where the browser brings the result; without it any that is free. */
  readonly redirectPort?: number
}

/** The server wants a sign-in and there is none, or none that still holds. Only a person can help. */
export function signInNeeded(server: string): KikuError {
  return new KikuError('tool-missing', `The server ${server} wants a sign-in.`, {
    remedy: `Run kiku mcp login ${server}`,
    details: { signIn: true },
  })
}

export function isSignInNeeded(thrown: unknown): thrown is KikuError {
  return thrown instanceof KikuError && thrown.details.signIn === true
}
