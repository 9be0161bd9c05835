/** Files share a runtime: each begins with empty storage, a migrated D1 and nothing replaced by the file before. */
import { applyD1Migrations, reset } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeAll, vi } from 'vitest'

beforeAll(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  await reset()
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS)
})
