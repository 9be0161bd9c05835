/** Refusals as `application/problem+json` (RFC 9457). Thrown, so that a handler is only about what succeeds. */
import type { CommandResult, Refusal } from '../../model/command-result'

export interface FieldFault {
  /** `body.name` */
  path: string
  message: string
}

interface ProblemParts {
  errors?: FieldFault[]
  headers?: Record<string, string>
  /** Further members (RFC 9457, section 3.2). */
  more?: object
}

const TYPES = 'urn:enrollwire:problem:'

const TITLES: Record<number, string> = {
  400: 'Not readable',
  401: 'No valid token',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not JSON',
  422: 'Not valid',
  429: 'Too many requests',
  500: 'Our fault',
  503: 'Try again later',
}

export class ApiProblem extends Error {
  readonly status: number
  readonly reason: string
  readonly parts: ProblemParts

  /** @param reason what a program may tell it by: its `type` ends in this */
  constructor(status: number, reason: string, detail: string, parts: ProblemParts = {}) {
    super(detail)
    this.status = status
    this.reason = reason
    this.parts = parts
  }

  toResponse(): Response {
    const { errors, headers, more } = this.parts
    const body = {
      type: TYPES + this.reason.replaceAll(' ', '-'),
      title: TITLES[this.status] ?? 'Refused',
      status: this.status,
      detail: this.message,
      ...(errors === undefined ? {} : { errors }),
      ...more,
    }
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { 'content-type': 'application/problem+json', ...headers },
    })
  }
}

/** What was looked up; a 404 where the marketplace has none. */
export async function orNotFound<Found>(what: string, looked: Promise<Found | null | undefined>): Promise<Found> {
  const found = await looked
  if (found == null) {
    throw notFound(what)
  }
  return found
}

export function notFound(what: string): ApiProblem {
  return new ApiProblem(404, 'not found', `This marketplace has no such ${what}.`)
}

export function invalid(errors: FieldFault[]): ApiProblem {
  const [first] = errors
  return new ApiProblem(422, 'invalid', `${first?.path}: ${first?.message}`, { errors })
}

export function invalidField(path: string, message: string): ApiProblem {
  return invalid([{ path, message }])
}

/** What a command did; thrown as a problem if it refused. */
export function orRefuse<Done extends object>(result: CommandResult<string, Done>): Done {
  if (result.ok) {
    return result
  }
  throw toProblem(result)
}

const GONE = ['gone', 'over']
/** What is there stands against it; the same request may succeed once that has changed. */
const CONFLICTS = [
  'known',
  'too late',
  'changed meanwhile',
  'name taken',
  'done already',
  'done before',
  'exists',
  'full',
  'too many',
  'changed',
  'running',
  'still running',
  'settled',
]

export function toProblem({ reason, sentence }: Refusal<string>): ApiProblem {
  if (reason === 'no admin') {
    return new ApiProblem(
      403,
      reason,
      'The maker of this token is no longer an admin, or it was revoked. Nothing was changed.',
    )
  }
  if (GONE.includes(reason)) {
    return new ApiProblem(404, 'not found', sentence)
  }
  return new ApiProblem(CONFLICTS.includes(reason) ? 409 : 422, reason, sentence)
}
