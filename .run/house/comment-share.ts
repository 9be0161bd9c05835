/** How much of the code is comment. */
import type { Check } from './check'
import { lineCounter } from './lines'
import type { Module, Span } from './module'

/** Of all lines, blank ones included. */
const LIMIT_PERCENT = 8
const LONGEST_SHOWN = 5

export function commentShare(modules: Module[], limit = LIMIT_PERCENT): Check {
  const counted = modules.map((module) => ({
    path: module.path,
    lines: linesOf(module.text),
    comments: commentLines(module),
  }))
  const lines = sum(counted.map((file) => file.lines))
  const comments = sum(counted.map((file) => file.comments))
  const percent = lines === 0 ? 0 : (100 * comments) / lines
  const figure = `${percent.toFixed(2)} % of ${lines} lines, at most ${limit} %`
  const most = counted.sort((a, b) => b.comments - a.comments).slice(0, LONGEST_SHOWN)
  const longest = most.map((file) => `${file.path} ${file.comments}/${file.lines}`).join(', ')
  const over = comments - Math.floor((limit * lines) / 100)
  const says = `${comments} comment lines, ${over} too many; most in ${longest}`
  return { name: 'Comment lines', figure, findings: percent > limit ? [{ where: 'src, views', says }] : [] }
}

/** Lines with a comment and no code. The braces around a JSX comment are not code. */
export function commentLines({ text, comments }: Pick<Module, 'text' | 'comments'>): number {
  const spans = comments.map((span) => withJsxBraces(text, span))
  const line = lineCounter(text)
  const covered = new Set(
    spans.flatMap(({ start, end }) => {
      const first = line(start)
      return Array.from({ length: line(end - 1) - first + 1 }, (_, n) => first + n)
    }),
  )
  const rest = spans.reduceRight(
    (code, { start, end }) => code.slice(0, start) + blank(code.slice(start, end)) + code.slice(end),
    text,
  )
  const left = rest.split('\n')
  return [...covered].filter((number) => left[number - 1]?.trim() === '').length
}

function withJsxBraces(text: string, { start, end }: Span): Span {
  const open = /\{[ \t]*$/.exec(text.slice(0, start))
  const close = /^[ \t]*\}/.exec(text.slice(end))
  return open === null || close === null ? { start, end } : { start: open.index, end: end + close[0].length }
}

function blank(comment: string): string {
  return comment.replace(/[^\n]/g, ' ')
}

function linesOf(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
