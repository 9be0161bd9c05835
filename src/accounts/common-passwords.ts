/** The most common passwords, a list among the assets. */
import type { Env } from '../env'
import { readOwnAsset } from '../http/own-asset'
import { TOO_COMMON } from './password-rules'

const NO_LIST = 'The list of common passwords could not be read. Try again.'

const lists = new WeakMap<Fetcher, string>()

/** Null when `password` is not among them, else a sentence for the user. */
export async function findCommonPassword(env: Pick<Env, 'ASSETS'>, password: string): Promise<string | null> {
  const list = lists.get(env.ASSETS) ?? (await readOwnAsset(env, 'passwords.txt'))
  if (list === null) {
    return NO_LIST
  }
  lists.set(env.ASSETS, list)
  return list.includes(`\n${password.normalize('NFKC').toLowerCase()}\n`) ? TOO_COMMON : null
}
