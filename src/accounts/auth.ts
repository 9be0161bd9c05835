/** Loads better-auth on first use, so that intake starts without it. */
import type { Env } from '../env'
import type { Auth } from './better-auth'

const instances = new WeakMap<Env, Auth>()

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
