/** Works once, and only with the deployment's setup token. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { SetUpAlready, SetupForm } from '../../../views/accounts/setup'
import type { FormValues } from '../../../views/parts/form-values'
import { openAccount } from '../../accounts/account-commands'
import { isSetupPending } from '../../accounts/people'
import { takeAttempt } from '../../accounts/throttle'
import { isSameText } from '../../http/same-text'
import { KINDS } from '../../integrations'
import type { Web } from '../http/context'
import { newForm } from '../http/form'
import { readBrowserZone, redirect, renderPage } from '../http/respond'
import { startSession } from '../security/session-cookies'
import { countAttempt } from '../security/sign-in-limits'
import {
  email,
  marketplaceName,
  newPassword,
  personName,
  rawText,
  refuseEmailAsPassword,
  validatePasswordForm,
} from './account-fields'

const WRONG_TOKEN = 'Wrong setup token. Open the setup link that npm run deploy printed.'

/** Two forms sent at once must not create two first people. */
const ONE_AT_A_TIME = { most: 1, windowS: 10 }
const BUSY = 'Another browser is setting this up right now. Wait ten seconds and try again.'

const fields = z
  .object({ token: rawText, name: personName, email, password: newPassword, marketplace: marketplaceName })
  .superRefine(refuseEmailAsPassword)

export const setup = new Hono<Web>()

setup.use('/setup', async (c, next) => {
  if (await isSetupPending(c.env.DB)) {
    return next()
  }
  return renderPage(c, { title: 'Already set up', section: null, main: <SetUpAlready /> }, 410)
})

setup.get('/setup', (c) => show(c, newForm({ token: c.req.query('token') ?? '' }), 200))

setup.post('/setup', validatePasswordForm(fields, show), async (c) => {
  const { token, marketplace, ...person } = c.req.valid('form')
  const again = (error: Record<string, string>, status: 422 | 429) =>
    show(c, { values: { token, marketplace, name: person.name, email: person.email }, errors: error }, status)

  // First, so that the right token works whatever others tried from this network.
  if (!c.env.SETUP_TOKEN || !(await isSameText(token, c.env.SETUP_TOKEN))) {
    const shut = await countAttempt(c, 'setup', '')
    return shut === null ? again({ token: WRONG_TOKEN }, 422) : again({ '': shut.sentence }, shut.status)
  }
  if ((await takeAttempt(c.env.DB, 'setup', ONE_AT_A_TIME, Date.now())) > 0) {
    return again({ '': BUSY }, 429)
  }
  if (!(await isSetupPending(c.env.DB))) {
    return c.redirect('/setup', 303)
  }

  const made = await openAccount(
    c.env,
    { ...person, proven: false },
    { name: marketplace, zone: readBrowserZone(c) },
    c.req.raw.headers,
  )
  if (!made.ok) {
    return c.redirect('/setup', 303)
  }
  await startSession(c, person.email, made.cookies)
  return redirect(c, `/m/${made.id}/overview`, {
    kind: 'done',
    text: `Enrollwire is set up. Connect ${KINDS.nameKinds([])} next.`,
  })
})

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 | 429 = 422) {
  return renderPage(c, { title: 'Set up Enrollwire', section: null, main: <SetupForm filled={filled} /> }, status)
}
