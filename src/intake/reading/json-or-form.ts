/** Senders post JSON or a form, and label either as the other: the Content-Type is not trusted. */
import { readForm } from './form'
import { type Reading, readJson } from './json'
import { readMultipart } from './multipart'
import { repairJson } from './repair-json'

/** The problem reported is JSON's. */
export function readJsonOrForm(body: string): Reading {
  const json = readJson(body)
  if ('value' in json) {
    return json
  }
  return /^[\s\uFEFF]*[[{"]/.test(body) ? repair(body, json.problem) : (readMultipart(body) ?? readForm(body) ?? json)
}

function repair(body: string, problem: string): Reading {
  const { value, whole, twice } = repairJson(body)
  if (!whole) {
    return { problem, part: value }
  }
  return twice.length === 0
    ? { value }
    : { value, doubt: problem, ignored: twice.map((name) => `${name}, named twice`) }
}
