/** Decodes a form's names and texts. */

const REPLACEMENT = '\ufffd'
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export function decodeForm(form: string): [name: string, text: string][] {
  const fields = [...new URLSearchParams(form)]
  const mayBeOther = /%[89A-F]/i.test(form) && !form.includes(REPLACEMENT)
  const isUtf8 = !mayBeOther || !fields.some((field) => field.join('').includes(REPLACEMENT))
  return isUtf8 ? fields : form.split('&').filter(Boolean).map(decodePair)
}

function decodePair(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return at === -1 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
}

/** Old programs escape Windows-1252, in which `%E9` is é. */
function decode(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[\dA-Fa-f]{2})+/g, (escaped) => {
    const bytes = Uint8Array.from(escaped.slice(1).split('%'), (byte) => Number.parseInt(byte, 16))
    try {
      return UTF8.decode(bytes)
    } catch {
      return new TextDecoder('windows-1252').decode(bytes)
    }
  })
}
