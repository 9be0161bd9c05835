import { Hono } from 'hono'
import type { Web } from '../http/context'
import { logEntry } from './entry'
import { entryActions } from './entry-actions'
import { logExport } from './export'
import { logList } from './list'
import { logRetries } from './retries'
import { logRuns } from './runs'
import { savedFilters } from './saved-filters'
import { logTreatments } from './treatments'

export const logs = new Hono<Web>()
  .route('/', logList)
  .route('/', logExport)
  .route('/', logRetries)
  .route('/', logRuns)
  .route('/', logEntry)
  .route('/', entryActions)
  .route('/', logTreatments)
  .route('/', savedFilters)
