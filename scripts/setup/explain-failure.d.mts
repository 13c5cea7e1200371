export function explainInstallFailure(output: string, root: string): string
export function relevantLines(output: string): string
