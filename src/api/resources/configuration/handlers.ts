import type { MadeSecret } from '../../../configuration/applying'
import { type PlannedChange, stampChanges } from '../../../configuration/change'
import { applyConfiguration } from '../../../configuration/commands'
import { describeChange } from '../../../configuration/describe-change'
import { exportConfiguration } from '../../../configuration/export'
import { loadPlan } from '../../../configuration/load-plan'
import type { FileProblem } from '../../../configuration/problem'
import { readConfigurationFile } from '../../../configuration/read-file'
import { loadSetup } from '../../../configuration/setup'
import type { Handlers } from '../../contract/call'
import { type ApiProblem, invalid, invalidField, toProblem } from '../../contract/problem'
import type { ConfigurationAnswers } from './description'
import type { CONFIGURATION } from './operations'

export const configurationHandlers: Handlers<typeof CONFIGURATION, ConfigurationAnswers> = {
  exportConfiguration: async ({ env, marketplace, origin }) =>
    JSON.parse(exportConfiguration(await loadSetup(env.DB, marketplace.id), origin)),
  compareConfiguration: async ({ env, marketplace }, { body }) => {
    const read = readConfigurationFile(JSON.stringify(body.configuration))
    if (!read.ok) {
      throw invalidFile(read.problems)
    }
    const file = read.configuration
    const { here, plan } = await loadPlan(env, marketplace.id, file)
    const names = new Map([...here.products, ...file.products].map(({ id, name }) => [id, name]))
    const describe = (change: PlannedChange) => ({
      note: null,
      ...describeChange(change, (id) => names.get(id) ?? `product ${id}`),
    })
    return {
      changes: plan.changes.map(describe),
      removals: plan.removals.map(describe),
      questions: plan.questions.map(({ isSecret: secret, ...question }) => ({ ...question, secret })),
      left_out: plan.leftOut,
      stays: plan.stays,
      stamp: stampChanges([...plan.changes, ...plan.removals]),
    }
  },
  applyConfiguration: async ({ env, author, id, origin }, { body }) => {
    const { configuration, stamp: madeFrom, remove, answers } = body
    const text = JSON.stringify(configuration)
    const applied = await applyConfiguration(env, author, { id, text, madeFrom, remove, answers, origin })
    if (!applied.ok && 'problems' in applied) {
      throw invalidFile(applied.problems)
    }
    if (!applied.ok && 'question' in applied) {
      throw withSecrets(invalidField(`body.answers.${applied.question}`, applied.sentence), applied.secrets)
    }
    if (!applied.ok) {
      throw withSecrets(toProblem(applied), 'secrets' in applied ? applied.secrets : [])
    }
    const { made, left, secrets } = applied
    return { made, left, secrets }
  },
}

/** What was made before it stopped is still given, once. */
function withSecrets(problem: ApiProblem, secrets: MadeSecret[]): ApiProblem {
  if (secrets.length > 0) {
    problem.parts.more = { secrets }
  }
  return problem
}

function invalidFile(problems: FileProblem[]) {
  return invalid(
    problems.map(({ path, sentence }) => ({
      path: path === '' ? 'body.configuration' : `body.configuration.${path}`,
      message: sentence,
    })),
  )
}
