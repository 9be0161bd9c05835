/** A file among the assets that the Worker itself reads: what is asked once in a while has no place in its bundle. */
import names from '../../.assets/names.json'
import type { Env } from '../env'

const HERE = 'https://assets.invalid'

/** Null if it cannot be read. */
export async function readOwnAsset({ ASSETS }: Pick<Env, 'ASSETS'>, name: keyof typeof names): Promise<string | null> {
  try {
    const answer = await ASSETS.fetch(HERE + names[name])
    const text = answer.ok ? await answer.text() : ''
    return text === '' ? null : text
  } catch {
    return null
  }
}
