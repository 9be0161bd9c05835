/** CSV as spreadsheets open it: RFC 4180, in UTF-8. */

/** Without it, Excel reads the file in the machine's legacy code page. */
export const BYTE_ORDER_MARK = '\ufeff'
const LINE_END = '\r\n'

export function toCsvLine(cells: string[]): string {
  return cells.map(quoted).join(',') + LINE_END
}

/** "2026-11-03 14:02:07", in UTC. `at` in epoch ms. */
export function formatInstant(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ')
}

/** Customers choose their own names: an apostrophe keeps spreadsheets from running one as a formula (OWASP). */
function quoted(text: string): string {
  const harmless = /^[=+\-@\t\r\n＝＋－＠]/u.test(text) ? `'${text}` : text
  return `"${harmless.replaceAll('"', '""')}"`
}
