import type { SetupFacts } from './plan-setup.mjs'
export function readFacts(root: string): SetupFacts
export function stampInstall(root: string, lockHash: string): void
export function stampBuild(root: string, sources: string): void
