/** SamCart posts JSON, but some receivers also expect a form. The Content-Type is not trusted. */

import { readForm } from '../../reading/form'
import { type Reading, readJson } from '../../reading/json'

/** The problem reported is JSON's. */
export function read(body: string): Reading {
  const json = readJson(body)
  if ('value' in json || /^\s*[[{"]/.test(body)) {
    return json
  }
  return readForm(body) ?? json
}
