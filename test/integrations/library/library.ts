/** A library with branches: what a made-up kind of integration reaches. It lives in memory. */
import type { Attempt } from '../../../src/model/attempt'
import type { FiringJob } from '../../../src/model/firing-job'
import type { Settling } from '../../../src/model/outcome'

export class Library {
  /** `<branch>/<book>`, by reader. */
  readonly loans = new Map<string, Set<string>>()
  readonly forgotten: string[] = []
  /** What it says instead of lending, until that is taken back. */
  closed: 'for a moment' | 'for renovation' | null = null

  /** What its gate answers, where it has one: then each loan is an attempt. */
  gate: Pick<Attempt, 'status' | 'problem'> | null = null

  settle(branch: string, { instruction, customer: { email } }: FiringJob): Settling {
    if (this.closed !== null) {
      const parked = this.closed === 'for renovation'
      const sentence = `The ${branch} branch is closed ${this.closed}.`
      return { final: false, at: Date.now() + 1_000, reason: 'temporary', sentence, parked, attempts: [] }
    }
    const { action, target } = instruction
    const attempts = this.gate === null ? [] : [toAttempt(this.gate, `/branches/${branch}/loans`)]
    const problem = this.gate?.problem ?? null
    if (problem !== null) {
      return { final: true, outcome: 'rejected by Thinkific', sentence: problem, attempts }
    }
    const loans = this.loans.get(email) ?? new Set()
    this.loans.set(email, loans)
    const book = `${branch}/${target.id}`
    const outcome = action === 'lend_book' ? 'enrolled' : 'expired'
    if (outcome === 'enrolled') {
      loans.add(book)
    } else {
      loans.delete(book)
    }
    const did = outcome === 'enrolled' ? 'lent to' : 'taken back from'
    return { final: true, outcome, sentence: `${target.name} was ${did} ${email}.`, attempts }
  }

  has(email: string, book: string): boolean {
    return this.loans.get(email)?.has(book) ?? false
  }
}

function toAttempt(answer: Pick<Attempt, 'status' | 'problem'>, path: string): Attempt {
  return { at: Date.now(), took: 5, method: 'POST', path, request: '{}', response: '{}', ...answer }
}
