/** `accountPages` guard themselves; `teamPages` are relative to /m/:marketplace, behind its guards. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { account } from './account'
import { apiTokenPages } from './api-tokens'
import { marketplaceDeletion } from './delete-marketplace'
import { forgottenPassword } from './forgotten-password'
import { home } from './home'
import { marketplaces } from './marketplaces'
import { newPassword } from './new-password'
import { openSignUp } from './open-sign-up'
import { setup } from './setup'
import { signInPages } from './sign-in'
import { signInCode } from './sign-in-code'
import { signUpPages } from './sign-up'
import { team } from './team'
import { teamMembers } from './team-members'
import { teamTwoStep } from './team-two-step'
import { timeZone } from './time-zone'
import { twoStep } from './two-step'
import { viewerZone } from './viewer-zone'

export const accountPages = new Hono<Web>()
// Not chained: that multiplies the types of all routes, which costs the compiler seconds.
accountPages.route('/', home)
accountPages.route('/', setup)
accountPages.route('/', signInPages)
accountPages.route('/', signUpPages)
accountPages.route('/', openSignUp)
accountPages.route('/', forgottenPassword)
accountPages.route('/', newPassword)
accountPages.route('/', account)
accountPages.route('/', viewerZone)
accountPages.route('/', twoStep)
accountPages.route('/', signInCode)
accountPages.route('/', marketplaces)

export const teamPages = new Hono<Web>()
  .route('/', team)
  .route('/', teamMembers)
  .route('/', marketplaceDeletion)
  .route('/', timeZone)
  .route('/', teamTwoStep)
  .route('/', apiTokenPages)
