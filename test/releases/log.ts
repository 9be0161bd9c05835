/** A marketplace's log, waiting entries first, from the file that people save. */
import type { LogLine } from './release'
import type { Person } from './support'

export async function logOf(person: Person, marketplace: string, query = ''): Promise<LogLine[]> {
  const { text } = await person.get(`/m/${marketplace}/logs.csv${query}`)
  const [head = [], ...lines] = text.replace('\ufeff', '').trimEnd().split('\r\n').map(cellsOf)
  const cell = (line: string[], name: string) => line[head.indexOf(name)] ?? ''
  return lines.map((line) => ({
    event: cell(line, 'Event'),
    email: cell(line, 'Email'),
    product: cell(line, 'Product ID'),
    order: cell(line, 'Order'),
    outcome: cell(line, 'Outcome'),
  }))
}

/** Every cell is quoted. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, text = '']) => text.replaceAll('""', '"'))
}
