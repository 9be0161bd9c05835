/**
 * A second reading of JSON that a template or a careless program wrote: trailing commas, line breaks and quotes inside a
 * text, single quotes, words without quotes, entities, duplicate names. It stops at what it cannot read and keeps what came before.
 */
import { unescapeHtml } from './entities'
import { type Reading, readJson } from './json'
import { ABSENT, JsonScanner } from './json-scanner'

/** The problem reported is JSON's. */
export function readRepairedJson(text: string): Reading {
  const json = readJson(text)
  if ('value' in json) {
    return json
  }
  const scanner = new JsonScanner(unescapeWhole(text.replace(/^\uFEFF/, '').trim()))
  const read = scanner.readValue(0)
  const value = read === ABSENT ? null : read
  if (!scanner.isAtEnd()) {
    return { problem: json.problem, part: value }
  }
  return scanner.doubtful ? { value, doubtful: true } : { value }
}

/** PHP adds slashes to posted fields, and templates escape for HTML. */
function unescapeWhole(text: string): string {
  if (/^[[{\s]*\\"/.test(text)) {
    return text.replace(/\\(["'\\])/g, '$1')
  }
  return /^[[{\s]*&(?:quot|#0?34);/.test(text) ? unescapeHtml(text) : text
}
