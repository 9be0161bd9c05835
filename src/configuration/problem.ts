/** What is wrong with a file, and where. */
import type * as z from 'zod'

export interface FileProblem {
  /** `rules[3].trigger`; empty for the whole file. */
  path: string
  /** What to do, after the path and a colon. */
  sentence: string
}

const MOST_SHOWN = 50
const MOST_CHOICES = 20

const TYPE_NAMES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object with fields',
}

export function phraseProblem({ path, sentence }: FileProblem): string {
  return path === '' ? sentence : `${path}: ${sentence}`
}

export function limitProblems(problems: FileProblem[]): FileProblem[] {
  const more = problems.length - MOST_SHOWN
  return more <= 0
    ? problems
    : [...problems.slice(0, MOST_SHOWN), { path: '', sentence: `${more} more like these. Fix these first.` }]
}

export function toProblems({ issues }: z.ZodError): FileProblem[] {
  return issues.flatMap((issue) => {
    const path = toPath(issue.path)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: toPath([...issue.path, key]),
        sentence: 'is not a field this version knows. Check its spelling, or remove it.',
      }))
    }
    return [{ path, sentence: phraseIssue(issue) }]
  })
}

function toPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') {
      return `${path}[${part}]`
    }
    return path === '' ? String(part) : `${path}.${String(part)}`
  }, '')
}

function phraseIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing.' : `should be ${TYPE_NAMES[issue.expected] ?? issue.expected}.`
    case 'invalid_value':
      return `${quote(issue.input)} is not known here. Use ${listChoices(issue.values.map(String))}.`
    case 'invalid_union':
      return 'discriminator' in issue && issue.discriminator !== undefined
        ? `“${issue.discriminator}” should be one that the documentation names.`
        : 'should be text, a number, or true or false.'
    case 'too_big':
      return issue.origin === 'array'
        ? `has more than ${Number(issue.maximum).toLocaleString('en')} entries.`
        : ended(issue.message)
    default:
      return ended(issue.message)
  }
}

function quote(input: unknown): string {
  return typeof input === 'string' ? `“${input.slice(0, MOST_CHOICES * 4)}”` : 'It'
}

function listChoices(choices: string[]): string {
  const shown = choices.slice(0, MOST_CHOICES).map((one) => `“${one}”`)
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(shown)
}

function ended(text: string): string {
  return text.endsWith('.') ? text : `${text}.`
}
