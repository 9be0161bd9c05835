/** SamCart posts JSON; some receivers also expect a form. The Content-Type is not believed either way. */

import { readForm } from '../../reading/form'
import { type Reading, readJson } from '../../reading/json'

/** JSON first, then a form; the problem told is JSON's. */
export function read(body: string): Reading {
  const json = readJson(body)
  if ('value' in json || /^\s*[[{"]/.test(body)) {
    return json
  }
  return readForm(body) ?? json
}
