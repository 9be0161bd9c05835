/** Reads `multipart/form-data`, as some tools send their forms. The boundary is the body's first line. */
import { type PostedField, readFields } from './form'
import type { Reading } from './json'

const NAME = /^content-disposition:\s*form-data\b.*?;\s*name=(?:"([^"]*)"|([^\s;]+))/im

/** Null when the text is no such form. */
export function readMultipart(text: string): Reading | null {
  const body = text.trimStart()
  const [boundary] = /^--[^\r\n]{1,72}(?=\r?\n)/.exec(body) ?? []
  if (boundary === undefined) {
    return null
  }
  const fields = body.split(boundary).flatMap((part): PostedField[] => {
    const [, head, content] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)\r?\n$/.exec(part) ?? []
    const [, quoted, bare] = NAME.exec(head ?? '') ?? []
    const name = quoted ?? bare
    return name === undefined || content === undefined ? [] : [[name, content]]
  })
  return fields.length === 0 ? null : readFields(fields)
}
