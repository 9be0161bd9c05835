import { defineConfig } from 'vitest/config'
import { LargestFirst } from './test/largest-first.ts'
import './test/quiet-runtime.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether histories, bursts and fuzzing run at full length (`npm run test:deep`). */
    deep: boolean
    /** Where random histories and inputs begin, instead of each test's own seed. */
    seed: number | null
  }
}

const WORKERD_TESTS = 'test/**/*.workerd.test.{ts,tsx}'
/** As in wrangler.toml, but without waiting for a batch to fill. */
const QUICK_QUEUE = {
  queueConsumers: {
    events: { maxBatchTimeout: 0.05, maxRetries: 100, deadLetterQueue: 'events-dead' },
    'events-dead': { maxBatchTimeout: 0.05 },
  },
}

/** The packages the Worker is made of, as one module each: a runtime is sent every module it loads, and there are hundreds. */
const BUNDLED = {
  optimizer: {
    ssr: {
      enabled: true,
      rolldownOptions: { external: [/^(node|cloudflare):/] },
      include: [
        '@hono/zod-validator',
        '@modelcontextprotocol/client',
        'better-auth/minimal',
        'drizzle-orm',
        'drizzle-orm/d1',
        'drizzle-orm/sqlite-core',
        'fast-check',
        'hono',
        'hono/body-limit',
        'hono/cookie',
        'hono/factory',
        'hono/html',
        'hono/http-exception',
        'hono/jsx',
        'hono/jsx/jsx-runtime',
        'hono/jsx/jsx-dev-runtime',
        'hono/route',
        'hono/secure-headers',
        'standardwebhooks',
        'zod',
      ],
    },
  },
}

/** What starts the whole product. */
const JOURNEYS = ['test/journeys/**/*.test.ts', 'test/commands/start-*.test.ts']
/** Bursts, histories, sweeps over every fault, and what loads wrangler: `npm run check` leaves them out. */
const SWEEPS = [
  'test/model/**',
  'test/**/{any-field,any-order,bad-input,burst,commands,crash,every-switch,fault-matrix,pace,password,receiver-life,known-users}.test.ts',
  'test/**/{outage,people,queued-bundles,recipes,refusals,serve,shared-readings,unanswered}.test.ts',
  'test/**/customers/target-holders.test.ts',
]
const onlyInNode = ['pure', 'node'].includes(process.env.TEST_PROJECTS ?? '')
/** Loads wrangler, which takes seconds; tests in Node do without. */
const pool = onlyInNode ? null : await import('@cloudflare/vitest-pool-workers')
const deep = process.env.TEST_DEPTH === 'deep'
const seed = process.env.TEST_SEED === undefined ? null : Number(process.env.TEST_SEED)
/** A test that takes this long hangs, on a busy machine too. Deep runs live a hundred times as many histories. */
const LIMIT_MS = deep ? 3_600_000 : 60_000
/** One more than a small machine has cores, since files wait for queues and alarms; each costs its start and every module. */
const RUNTIMES = Number(process.env.TEST_RUNTIMES ?? (onlyInNode ? 2 : 3))
/** Packages' source maps are three quarters of what a runtime would be sent, and no failure here is read in a package. */
const withoutPackageMaps = {
  name: 'packages-without-source-maps',
  enforce: 'post' as const,
  transform: (code: string, id: string) =>
    id.includes('/node_modules/') ? { code, map: { mappings: '' as const } } : null,
}
/**
 * Modules that the Worker loads on first use are loaded with it. The test runner asks for a loaded module again on every
 * `import()` and requests share its answer: one that waits for another's answer counts as hung, and is canceled.
 */
const lazyModulesAtOnce = {
  name: 'lazy-modules-at-once',
  enforce: 'pre' as const,
  transform(code: string, id: string) {
    const imports: string[] = []
    const direct = id.startsWith(`${import.meta.dirname}/src/`)
      ? code.replaceAll(/(?<!typeof )\bimport\(('[^']+')\)/g, (_, path: string) => {
          imports.push(`import * as lazy${imports.length} from ${path};`)
          return `Promise.resolve(lazy${imports.length - 1})`
        })
      : code
    return imports.length === 0 ? null : { code: `${imports.join(' ')} ${direct}`, map: null }
  },
}

/** Pure decisions in Node (seconds), everything that touches a binding in workerd, a merchant's journeys in Chromium. */
export default defineConfig({
  test: {
    // The Worker's log lines are shown where a test fails.
    silent: 'passed-only',
    // Starting a runtime and loading the Worker takes seconds: files share both, and each starts on empty storage.
    isolate: false,
    maxWorkers: RUNTIMES,
    // Half of a run in Node is compiling modules that did not change. A runtime cannot read the cache.
    experimental: { fsModuleCache: onlyInNode, fsModuleCachePath: 'node_modules/.cache/modules' },
    testTimeout: LIMIT_MS,
    hookTimeout: LIMIT_MS,
    provide: { deep, seed },
    sequence: { sequencer: LargestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [WORKERD_TESTS, ...JOURNEYS, ...SWEEPS],
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [WORKERD_TESTS, ...JOURNEYS],
        },
      },
      {
        extends: true,
        plugins: [quietly(workerd), withoutPackageMaps, lazyModulesAtOnce],
        test: {
          name: 'workerd',
          disableConsoleIntercept: true,
          deps: BUNDLED,
          include: [WORKERD_TESTS],
          setupFiles: ['./test/workerd-setup.ts'],
        },
      },
      {
        test: {
          name: 'journeys',
          include: JOURNEYS,
          globalSetup: './test/journeys/product.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
})

function workerd() {
  if (pool === null) {
    return null
  }
  const { cloudflareTest, readD1Migrations } = pool
  return cloudflareTest(async () => ({
    main: './test/workerd-entry.ts',
    wrangler: { configPath: './wrangler.toml' },
    miniflare: {
      ...QUICK_QUEUE,
      // What still runs as a test ends meets this instead of the network.
      outboundService: () => new Response('No network in tests', { status: 504 }),
      bindings: {
        TEST_MIGRATIONS: await readD1Migrations('./migrations'),
        // What the releases in test/releases/ left behind is signed and sealed with these two.
        AUTH_SECRET: 'test-auth-secret-that-is-long-enough-for-anyone',
        SEALING_KEYS: 'k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=',
        SETUP_TOKEN: 'test-setup-token',
        STATUS_TOKEN: 'test-status-token',
        THINKIFIC_API_URL: 'http://thinkific.test/api/public/v1',
        SAMCART_API_URL: 'http://samcart.test/v1',
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
