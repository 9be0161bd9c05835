/** What was done wrong, taken back. Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { undoEntryPage } from './entry'
import { undoImportPage } from './import'
import { undoRulePage } from './rule'

export const undos = new Hono<Web>().route('/', undoRulePage).route('/', undoEntryPage).route('/', undoImportPage)
