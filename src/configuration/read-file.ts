/** Reads the text of a file: a configuration whose parts fit each other, or everything that is wrong with it. */
import { CONFIGURATION_VERSION, type ConfigurationFile, configurationSchema } from './format'
import { type FileProblem, limitProblems, toProblems } from './problem'
import { findMisfits } from './references'

const MOST_FILE_BYTES = 1_000_000

type ReadFile = { ok: true; configuration: ConfigurationFile } | { ok: false; problems: FileProblem[] }

/** A browser sends line breaks of its own, which count as one character. */
export function readConfigurationFile(sent: string): ReadFile {
  const text = sent.replaceAll('\r\n', '\n')
  if (text.trim() === '') {
    return refused('Choose a file, or paste its text.')
  }
  if (new TextEncoder().encode(text).byteLength > MOST_FILE_BYTES) {
    return refused(
      `The file is larger than ${MOST_FILE_BYTES / 1_000_000} MB. Leave out what this marketplace does not need.`,
    )
  }
  const parsed = parseJson(text)
  if ('problem' in parsed) {
    return refused(parsed.problem)
  }
  const wrongVersion = refuseVersion(parsed.value)
  if (wrongVersion !== null) {
    return { ok: false, problems: [wrongVersion] }
  }
  const read = configurationSchema.safeParse(parsed.value, { reportInput: true })
  if (!read.success) {
    return { ok: false, problems: limitProblems(toProblems(read.error)) }
  }
  const fitted = findMisfits(read.data)
  return fitted.problems.length > 0
    ? { ok: false, problems: limitProblems(fitted.problems) }
    : { ok: true, configuration: fitted.configuration }
}

function parseJson(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) }
  } catch (error) {
    return { problem: `This is not JSON${describePlace(text, error)}. Check for a missing comma, quote or bracket.` }
  }
}

/** V8 names the position, or quotes what it stumbled on. */
function describePlace(text: string, error: unknown): string {
  const at = /position (\d+)/.exec(String(error))?.[1]
  if (at === undefined) {
    return error instanceof Error ? ` (${error.message.replace(/\s+/g, ' ')})` : ''
  }
  const before = text.slice(0, Number(at)).split('\n')
  return `: something is wrong in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`
}

function refuseVersion(value: unknown): FileProblem | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { path: '', sentence: 'This is JSON, but not an Enrollwire configuration.' }
  }
  const { version } = value as { version?: unknown }
  if (version === undefined) {
    return { path: 'version', sentence: `is missing. A configuration begins with "version": ${CONFIGURATION_VERSION}.` }
  }
  if (typeof version === 'number' && Number.isInteger(version) && version > CONFIGURATION_VERSION) {
    const sentence = `This file has version ${version}, and this Enrollwire reads version ${CONFIGURATION_VERSION}. Update Enrollwire, or export the file from one like this.`
    return { path: '', sentence }
  }
  return version === CONFIGURATION_VERSION
    ? null
    : { path: 'version', sentence: `should be ${CONFIGURATION_VERSION}, the only version there is.` }
}

function refused(sentence: string): ReadFile {
  return { ok: false, problems: [{ path: '', sentence }] }
}
