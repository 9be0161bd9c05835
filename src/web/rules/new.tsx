/** New Rule: three steps by GET, so that each has an address; Back and Refresh keep what was typed. */
import { type Context, Hono } from 'hono'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { texts } from '../http/form'
import { seeOther } from '../http/respond'
import { startRefresh } from '../integrations/credential'
import { draftOf, firstProblems, secondProblems, settled, stepAddress, stepFor } from './draft'
import { making } from './making'
import { showStepOne, showStepTwo } from './step-pages'
import { showStepThree } from './target-page'

export const newRule = new Hono<Web>()

newRule.get('/rules/new', async (c) => {
  const made = await making(c, draftOf(c.req.query()))
  if (made === null) return c.notFound()
  const { draft, integration } = made
  const first = firstProblems(draft, integration === null ? [] : [integration.id])
  const second = secondProblems(draft)
  const asked = c.req.query('step')
  const step = stepFor(asked, { first: some(first), second: some(second) })
  // Someone who only opened the page has done nothing wrong yet.
  const wrongAt = (current: number, errors: Record<string, string>) => (Number(asked) > current ? errors : {})
  const chosen = settled(draft)
  if (step === 3 && chosen && integration) return showStepThree(c, made, { ...chosen, integration }, {})
  return step === 1 ? showStepOne(c, made, wrongAt(1, first)) : showStepTwo(c, made, wrongAt(2, second))
})

newRule.post('/rules/back', async (c) => {
  const draft = await posted(c)
  return seeOther(c, stepAddress(baseOf(c), draft, 2))
})

newRule.post('/rules/refresh', async (c) => {
  const draft = await posted(c)
  const made = await making(c, draft)
  if (made === null || made.integration === null) return c.notFound()
  await startRefresh(c.env, made.integration)
  return seeOther(c, stepAddress(baseOf(c), draft, 3))
})

async function posted(c: Context<Web>) {
  return draftOf(texts(await c.req.parseBody()))
}

function some(errors: Record<string, string>): boolean {
  return Object.keys(errors).length > 0
}
