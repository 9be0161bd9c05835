import { readFileSync } from 'node:fs'
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

const WORKERD_TESTS = 'test/**/*.workerd.test.{ts,tsx}'
/** No test waits for a clock; this is for machines that are busy with something else. */
const PATIENCE_MS = 60_000
const JOURNEYS = 'test/journeys/**/*.test.ts'
/** This package ships a source map without its sources, and Vite would warn of that on every run. */
const withoutItsMap = {
  name: 'standardwebhooks-without-its-source-map',
  load: (id: string) =>
    id.includes('/standardwebhooks/') ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '') : null,
}

/** Pure decisions in Node (seconds), everything that touches a binding in workerd, a merchant's journeys in Chromium. */
export default defineConfig({
  test: {
    // The Worker's log lines are shown where a test fails.
    silent: 'passed-only',
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [WORKERD_TESTS, JOURNEYS],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        plugins: [quietly(workerd), withoutItsMap],
        test: {
          name: 'workerd',
          include: [WORKERD_TESTS],
          setupFiles: ['./test/workerd-setup.ts'],
          testTimeout: PATIENCE_MS,
        },
      },
      {
        test: {
          name: 'journeys',
          include: [JOURNEYS],
          globalSetup: './test/journeys/product.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

function workerd() {
  return cloudflareTest(async () => ({
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      queueConsumers: {
        events: { maxBatchTimeout: 0.05, maxRetries: 100, deadLetterQueue: 'events-dead' },
        'events-dead': { maxBatchTimeout: 0.05 },
      },
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations('./migrations'),
        // What the releases in test/releases/ left behind is signed and sealed with these two.
        AUTH_SECRET: 'test-auth-secret-that-is-long-enough-for-anyone',
        SEALING_KEYS: 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
        SETUP_TOKEN: 'test-setup-token',
        STATUS_TOKEN: 'test-status-token',
        THINKIFIC_API_URL: 'http://thinkific.test/api/public/v1',
      },
    },
  }))
}

/** This pool announces its successor's name on every run; the version is pinned on purpose. */
function quietly<T>(make: () => T): T {
  const warn = console.warn
  console.warn = () => {}
  try {
    return make()
  } finally {
    console.warn = warn
  }
}
