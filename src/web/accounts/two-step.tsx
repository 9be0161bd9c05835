import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ConfirmTwoStep, RecoveryCodes, TwoStep } from '../../../views/accounts/two-step'
import type { FormValues } from '../../../views/parts/form-values'
import { setupAddress } from '../../accounts/totp'
import { hasTwoStep } from '../../accounts/two-step'
import { confirmTwoStep, endTwoStep, startTwoStep } from '../../accounts/two-step-commands'
import type { Web } from '../http/context'
import { newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requirePerson } from '../security/guard'
import { rememberDevice } from '../security/known-device'
import { countOwnAttempt, forgiveOwnAttempt } from '../security/sign-in-limits'
import { rawText } from './account-fields'

const ACT = 'two-step'
const TITLE = 'Two-step sign-in'
const passwordForm = z.object({ current: rawText })

export const twoStep = new Hono<Web>()

twoStep.use('/account/two-step/*', requirePerson)

twoStep.get('/account/two-step', (c) => show(c, newForm(), 200))

twoStep.post('/account/two-step', validateForm(passwordForm, show), async (c) => {
  const shut = await countOwnAttempt(c, ACT)
  if (shut !== null) {
    return show(c, withError({}, '', shut.sentence), shut.status)
  }
  const started = await startTwoStep(c.env, c.var.person.id, c.req.valid('form').current)
  if (!started.ok) {
    return show(c, withError({}, 'current', started.sentence))
  }
  await forgiveOwnAttempt(c, ACT)
  const { key } = started
  const main = <ConfirmTwoStep app={{ key, address: setupAddress(c.var.person.email, key) }} filled={newForm()} />
  return renderPage(c, { title: TITLE, section: null, main })
})

twoStep.post('/account/two-step/confirmations', validateForm(z.object({ code: rawText }), confirm), async (c) => {
  const shut = await countOwnAttempt(c, ACT)
  if (shut !== null) {
    return confirm(c, withError({}, '', shut.sentence), shut.status)
  }
  const { code } = c.req.valid('form')
  const confirmed = await confirmTwoStep(c.env, { person: c.var.person.id, session: c.var.session, code })
  if (!confirmed.ok) {
    return confirm(c, withError({}, 'code', confirmed.sentence))
  }
  await forgiveOwnAttempt(c, ACT)
  await rememberDevice(c, c.var.person.email)
  return renderPage(c, { title: TITLE, section: null, main: <RecoveryCodes codes={confirmed.recovery} /> })
})

twoStep.post(
  '/account/two-step/endings',
  validateForm(z.object({ current: rawText, code: rawText }), show),
  async (c) => {
    const shut = await countOwnAttempt(c, ACT)
    if (shut !== null) {
      return show(c, withError({}, '', shut.sentence), shut.status)
    }
    const { current, code } = c.req.valid('form')
    const ended = await endTwoStep(c.env, c.var.person.id, { password: current, code })
    if (!ended.ok) {
      return show(c, withError({}, ended.reason === 'wrong password' ? 'current' : 'code', ended.sentence))
    }
    await forgiveOwnAttempt(c, ACT)
    await rememberDevice(c, c.var.person.email)
    return redirect(c, '/account', { kind: 'done', text: 'Two-step sign-in is off.' })
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  const main = <TwoStep on={await hasTwoStep(c.env.DB, c.var.person.id)} filled={filled} />
  return renderPage(c, { title: TITLE, section: null, main }, status)
}

/** The key is shown once; starting again makes another. */
async function confirm(c: Context<Web>, filled: FormValues, status: 422 | 429 = 422) {
  return renderPage(c, { title: TITLE, section: null, main: <ConfirmTwoStep app={null} filled={filled} /> }, status)
}
