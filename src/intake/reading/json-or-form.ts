/** Senders post JSON or a form, and label either as the other: the Content-Type is not trusted. */
import { readForm } from './form'
import { type Reading, readJson } from './json'
import { readMultipart } from './multipart'
import { readRepairedJson } from './repair-json'

/** The problem reported is JSON's. */
export function readJsonOrForm(body: string): Reading {
  if (/^[\s\uFEFF]*[[{"]/.test(body)) {
    return readRepairedJson(body)
  }
  const json = readJson(body)
  return 'value' in json ? json : (readMultipart(body) ?? readForm(body) ?? json)
}
