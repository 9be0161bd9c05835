/** All tables of small histories, by what they are about. */

import { STORIES } from '../../../stories'
import type { Script } from '../script'
import { APART } from './apart'
import { DATES } from './dates'
import { DAYS } from './days'
import { DECIDING } from './deciding'
import { DUNNING } from './dunning'
import { EMAILS } from './emails'
import { ENDS } from './ends'
import { FOUND } from './found'
import { GIVING_BACK } from './giving-back'
import { IDS } from './ids'
import { KEPT } from './kept'
import { ORDER_LINES } from './order-lines'
import { PAYMENTS } from './payments'
import { REMOVALS } from './removals'
import { SWITCHES } from './switches'

export const TABLES: Record<string, Record<string, Script>> = {
  'What happened to real merchants': STORIES,
  'Ids of a purchase': IDS,
  'The email an event carries': EMAILS,
  'Order lines and events without ids': ORDER_LINES,
  'Tests and other marketplaces': APART,
  'Which payment, and paid in full': PAYMENTS,
  'The dunning cycle': DUNNING,
  'Switched plans': SWITCHES,
  'Giving back': GIVING_BACK,
  'Days of access': DAYS,
  'When an ending takes effect': ENDS,
  'Starts, dates and zones': DATES,
  'What is kept, and bundles': KEPT,
  Removals: REMOVALS,
  'Which rule, which event': DECIDING,
  'Access found': FOUND,
}
