import { defineConfig } from 'vitest/config'

/** Many people at once, whom platforms want answered within three seconds: they wait until the machine is theirs. */
const CROWDS = ['tests/journeys/discord-audience.test.ts', 'tests/journeys/slack-audience.test.ts']

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'tests', include: ['tests/**/*.test.ts'], exclude: CROWDS, sequence: { groupOrder: 0 } },
      },
      { extends: true, test: { name: 'crowds', include: CROWDS, maxWorkers: 2, sequence: { groupOrder: 1 } } },
    ],
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
