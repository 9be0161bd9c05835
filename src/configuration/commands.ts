import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../accounts/admin-batch'
import type { Author } from '../accounts/audit-line'
import type { Env } from '../env'
import type { CommandResult, Refusal } from '../model/command-result'
import { applyChanges, finishEarlier } from './apply-changes'
import { CHANGED, type FileApplication, type MadeSecret, type StepRefusal } from './applying'
import { type PlannedChange, wereShown } from './change'
import { loadPlan } from './load-plan'
import type { Plan } from './plan'
import { type FileProblem, phraseProblem } from './problem'
import type { Answers } from './question'
import { readConfigurationFile } from './read-file'

/** At one press, beside additions, which go in batches: each takes several of the 1,000 queries that a request has in D1. */
const MOST_AT_ONCE = 100

interface ConfigurationInput {
  /** Of the form: the same form makes the same things. */
  id: string
  text: string
  /** Of the preview: `stampChanges`. Without it nothing is compared with what was shown. */
  madeFrom?: string
  /** Keys of the removals that were chosen; without one, all that the file lacks stays. */
  remove: string[]
  answers: Answers
  /** Where this Worker is reached. */
  origin: string
}

interface AppliedConfiguration {
  made: number
  /** Changes for the next press. */
  left: number
  /** Each is shown once. */
  secrets: MadeSecret[]
}

type NotAConfiguration = Refusal<'not a configuration'> & { problems: FileProblem[] }
/** Made before it stopped, and still shown once. */
type Stopped = StepRefusal & Pick<AppliedConfiguration, 'secrets'>

/**
 * Makes the changes that a file's preview showed, in its order. What a person did not answer is left out with all that
 * needs it. Anything that the preview did not show is refused before the first change.
 */
export async function applyConfiguration(
  env: Env,
  author: Author,
  { id, text, madeFrom = '', remove, answers, origin }: ConfigurationInput,
): Promise<CommandResult<'no admin', AppliedConfiguration> | NotAConfiguration | Stopped> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const read = readConfigurationFile(text)
  if (!read.ok) {
    return refuseFile(read.problems)
  }
  const file = read.configuration
  const find = async () => {
    const { here, plan } = await loadPlan(env, author.marketplace, file)
    return { here, wanted: choose(plan, remove, answers) }
  }
  const secrets: MadeSecret[] = []
  const asWanted = (here: FileApplication['here']): FileApplication => ({
    env,
    author,
    here,
    answers,
    form: id,
    madeFrom,
    origin,
    secrets,
  })

  const first = await find()
  if (!wereShown(first.wanted, madeFrom)) {
    return { ...CHANGED, secrets }
  }
  const connecting = first.wanted.filter(({ is }) => is === 'connect')
  const unconnected = await applyChanges(asWanted(first.here), connecting)
  if (unconnected !== null) {
    return { ...unconnected, secrets }
  }
  const now = connecting.length === 0 ? first : await find()
  if (!wereShown(now.wanted, madeFrom)) {
    return { ...CHANGED, secrets }
  }
  const { at, left } = limit(now.wanted)
  const stopped =
    (await applyChanges(asWanted(now.here), at)) ??
    (await finishEarlier(asWanted(now.here), file, now.wanted, remove.length > 0))
  if (stopped !== null) {
    return { ...stopped, secrets }
  }
  return { ok: true, made: connecting.length + at.length, left, secrets }
}

/** What was chosen, and for what all is answered that it needs. */
function choose({ changes, removals }: Plan, remove: string[], answers: Answers): PlannedChange[] {
  const chosen = [...changes, ...removals.filter(({ key }) => remove.includes(key))]
  return chosen.filter(({ needs }) => needs.every((question) => (answers[question] ?? '').trim() !== ''))
}

function limit(wanted: PlannedChange[]): { at: PlannedChange[]; left: number } {
  const isAddition = ({ is }: PlannedChange) => is === 'add product' || is === 'add rule'
  let others = 0
  const at = wanted.filter((change) => {
    others += isAddition(change) ? 0 : 1
    return isAddition(change) || others <= MOST_AT_ONCE
  })
  return { at, left: wanted.length - at.length }
}

function refuseFile(problems: FileProblem[]): NotAConfiguration {
  const sentence = problems.map(phraseProblem).join(' ')
  return { ok: false, reason: 'not a configuration', sentence, problems }
}
