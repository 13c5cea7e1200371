import { sendRequest } from './send-request.ts'

/** Leaves for the page of signing in, and comes back here afterwards. */
export function signIn(): void {
  location.assign(`/auth/sign-in?to=${encodeURIComponent(location.pathname)}`)
}

export async function signOut(): Promise<void> {
  await sendRequest('/auth/sign-out', { method: 'POST' }).catch(() => undefined)
  location.assign('/auth/sign-in')
}
