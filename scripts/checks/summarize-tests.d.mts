export interface VitestReport {
  readonly testResults?: readonly {
    readonly status: string
    readonly assertionResults?: readonly { readonly status: string }[]
  }[]
}
export function summarizeTests(
  report: VitestReport | null,
  exitCode: number,
): { readonly passed: number; readonly failed: number }
