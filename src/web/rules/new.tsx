/** Three steps by GET, so that each has an address and Back and reload keep what was entered. */
import { type Context, Hono } from 'hono'
import { refreshCatalog } from '../../integrations/commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues } from '../http/form'
import { redirect } from '../http/respond'
import { complete, findFirstProblems, findSecondProblems, parseDraft, pickStep, stepAddress } from './draft'
import { showStepOne, showStepTwo } from './step-pages'
import { showStepThree } from './target-page'
import { loadWizard } from './wizard'

export const newRule = new Hono<Web>()

newRule.get('/rules/new', async (c) => {
  const made = await loadWizard(c, parseDraft(c.req.query()))
  if (made === null) {
    return c.notFound()
  }
  const { draft, integration } = made
  const first = findFirstProblems(draft, integration === null ? [] : [integration])
  const second = findSecondProblems(draft)
  const requested = c.req.query('step')
  const step = pickStep(requested, { first: some(first), second: some(second) })
  // Opening a step shows no errors yet.
  const wrongAt = (current: number, errors: Record<string, string>) => (Number(requested) > current ? errors : {})
  const chosen = complete(draft)
  if (step === 3 && chosen && integration) {
    return showStepThree(c, made, { ...chosen, integration }, {})
  }
  return step === 1 ? showStepOne(c, made, wrongAt(1, first)) : showStepTwo(c, made, wrongAt(2, second))
})

newRule.post('/rules/drafts', async (c) => {
  const draft = await posted(c)
  return redirect(c, stepAddress(marketplaceAddress(c), draft, 2))
})

newRule.post('/rules/catalog/refreshes', async (c) => {
  const draft = await posted(c)
  const made = await loadWizard(c, draft)
  if (made === null || made.integration === null) {
    return c.notFound()
  }
  await refreshCatalog(c.env, authorOf(c), made.integration.id)
  return redirect(c, stepAddress(marketplaceAddress(c), draft, 3))
})

async function posted(c: Context<Web>) {
  return parseDraft(textValues(await c.req.parseBody()))
}

function some(errors: Record<string, string>): boolean {
  return Object.keys(errors).length > 0
}
