/** The door to better-auth: loads it when first asked, so that intake starts without it. */
import type { Env } from '../env'
import type { Auth } from './better-auth'

const instances = new WeakMap<Env, Auth>()

/** This deployment's better-auth; kept as long as the isolate lives. */
export async function loadAuth(env: Env): Promise<Auth> {
  const known = instances.get(env)
  if (known !== undefined) {
    return known
  }
  const { buildAuth } = await import('./better-auth')
  const fresh = buildAuth(env)
  instances.set(env, fresh)
  return fresh
}
