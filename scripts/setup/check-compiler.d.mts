export function missingBuildTools(
  platform: string,
  environment: Readonly<Record<string, string | undefined>>,
  isOnPath: (name: string) => boolean,
): string[]
export function buildToolsRemedy(platform: string, osRelease: string): string
export function compilerComplaint(): string | null
