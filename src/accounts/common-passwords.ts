/** The most common passwords, a list among the assets. */
import names from '../../.assets/names.json'
import type { Env } from '../env'
import { TOO_COMMON } from './password-rules'

const NO_LIST = 'The list of common passwords could not be read. Try again.'

const HERE = 'https://assets.invalid'

const lists = new WeakMap<Fetcher, string>()

/** Null when `password` is not among them, else a sentence for the user. */
export async function findCommonPassword({ ASSETS }: Pick<Env, 'ASSETS'>, password: string): Promise<string | null> {
  const list = lists.get(ASSETS) ?? (await readList(ASSETS))
  if (list === '') {
    return NO_LIST
  }
  return list.includes(`\n${password.normalize('NFKC').toLowerCase()}\n`) ? TOO_COMMON : null
}

/** Empty if it cannot be read. */
async function readList(assets: Fetcher): Promise<string> {
  try {
    const answer = await assets.fetch(HERE + names['passwords.txt'])
    const list = answer.ok ? await answer.text() : ''
    if (list !== '') {
      lists.set(assets, list)
    }
    return list
  } catch {
    return ''
  }
}
