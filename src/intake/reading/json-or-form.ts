/** Senders post JSON or a form, and label either as the other: the Content-Type is not trusted. */
import { readForm } from './form'
import { type Reading, readJson } from './json'
import { readMultipart } from './multipart'

/** The problem reported is JSON's. */
export function readJsonOrForm(body: string): Reading {
  const json = readJson(body)
  if ('value' in json || /^\s*[[{"]/.test(body)) {
    return json
  }
  return readMultipart(body) ?? readForm(body) ?? json
}
