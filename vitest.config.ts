import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup-properties.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Most tests wait for sockets and timers of others, so more of them fit beside each other than there are cores.
    maxWorkers: 4,
    // Reading the modules anew for every file costs more than the tests; none of them keeps anything between files.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
