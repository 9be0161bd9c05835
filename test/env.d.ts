/** What tests see of the bindings. */
import type { D1Migration } from 'cloudflare:test'
import type { Env } from '../src/env'

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {}
    interface GlobalProps {
      mainModule: typeof import('../src/index')
    }
  }
  interface WorkerEnv extends Env {
    TEST_MIGRATIONS: D1Migration[]
  }
}
