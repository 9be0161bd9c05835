import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-pool-workers'
import { defineConfig } from 'vitest/config'

/** Two projects: pure decisions in Node (seconds), everything that touches a binding in workerd. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          environment: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.workerd.test.ts', 'test/journeys/**'],
        },
      },
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              queueConsumers: {
                events: { maxBatchTimeout: 0.05, maxRetries: 100, deadLetterQueue: 'events-dead' },
                'events-dead': { maxBatchTimeout: 0.05 },
              },
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations('./migrations'),
                AUTH_SECRET: 'test-auth-secret-that-is-long-enough-for-anyone',
                SEALING_KEYS: 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
                SETUP_TOKEN: 'test-setup-token',
                STATUS_TOKEN: 'test-status-token',
                THINKIFIC_API_URL: 'http://thinkific.test/api/public/v1',
              },
            },
          })),
        ],
        test: { name: 'workerd', include: ['test/**/*.workerd.test.ts'], setupFiles: ['./test/workerd-setup.ts'] },
      },
    ],
  },
})
