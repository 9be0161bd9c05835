/** Right-to-left letters, with the spaces, digits and marks between them and a number after them: “יוגה 2”. */
const NAME =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc](?:(?:[\s\p{N}\p{M}’/_+-]|&[#\w]+;)*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])*(?: ?\p{N}+)?/gu
/** A tag and the text after it, but for elements that hold text alone and those that isolate theirs. */
const TEXT = /(^|<(?!(?:title|textarea|option|bdi)\b)[^>]*>)([^<]+)/g

/** Isolates right-to-left names, so that the numbers, commas and other names beside them keep their order. */
export function isolateNames(html: string): string {
  return html.search(NAME) === -1
    ? html
    : html.replace(TEXT, (_, tag: string, text: string) => tag + text.replace(NAME, '<bdi>$&</bdi>'))
}
