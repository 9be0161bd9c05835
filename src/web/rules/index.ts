import { Hono } from 'hono'
import type { Web } from '../http/context'
import { activation } from './activation'
import { deleteRulePage } from './delete'
import { duplicateRulePage } from './duplicate'
import { earlierBuyersPage } from './earlier-buyers-page'
import { endings } from './endings'
import { globalRules } from './global'
import { marketplaceCopies } from './marketplace-copies'
import { newRule } from './new'
import { pastEndingsPage } from './past-endings'
import { ruleRecommendations } from './recommendations'
import { ruleReruns } from './reruns'
import { showRule } from './show'
import { submitRule } from './submit'
import { testEvent } from './test'
import { tryIt } from './try'

/** `new` and `copies` precede `:rule`, which would match them. */
export const rules = new Hono<Web>()
  .route('/', globalRules)
  .route('/', newRule)
  .route('/', ruleRecommendations)
  .route('/', marketplaceCopies)
  .route('/', submitRule)
  .route('/', activation)
  .route('/', duplicateRulePage)
  .route('/', deleteRulePage)
  .route('/', endings)
  .route('/', ruleReruns)
  .route('/', earlierBuyersPage)
  .route('/', pastEndingsPage)
  .route('/', tryIt)
  .route('/', testEvent)
  .route('/', showRule)
