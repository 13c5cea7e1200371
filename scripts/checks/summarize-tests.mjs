/**
 * Counts a vitest JSON report. Files that could not be loaded, and a run that failed for another reason than a test
 * (an unhandled error, a crash, no report at all), count as one failure each, so that no failure is ever silent.
 */
export function summarizeTests(report, exitCode) {
  if (report === null) return { passed: 0, failed: 1 }
  const files = report.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults ?? [])
  const passed = tests.filter((test) => test.status === 'passed').length
  const failedTests = tests.filter((test) => test.status === 'failed').length
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && !(file.assertionResults ?? []).some((test) => test.status === 'failed'),
  ).length
  const failed = failedTests + brokenFiles
  return { passed, failed: failed === 0 && (exitCode !== 0 || tests.length === 0) ? 1 : failed }
}
