export interface SetupFacts {
  readonly hasNodeModules: boolean
  /** npm's own record inside node_modules, written when an installation is complete. */
  readonly hasInstalledLock: boolean
  readonly installedMatchesLock: boolean
  readonly stamp: { readonly lockHash: string; readonly runtime: string } | null
  readonly lockHash: string
  /** Platform, architecture and addon interface of this Node. */
  readonly runtime: string
  readonly hasNatives: boolean
  readonly hasBuild: boolean
  readonly builtFrom: string | null
  readonly sources: string
}
export interface SetupPlan {
  readonly install: string | null
  readonly verifyNatives: boolean
  readonly build: string | null
}
export interface Lockfile {
  readonly packages?: Readonly<
    Record<
      string,
      {
        readonly version?: string
        readonly integrity?: string
        readonly optional?: boolean
        readonly devOptional?: boolean
        readonly peer?: boolean
      }
    >
  >
}
export function planSetup(facts: SetupFacts): SetupPlan
export function matchesLock(lock: Lockfile, installed: Lockfile): boolean
