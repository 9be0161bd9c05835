/** Past orders from files. Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { importSteps } from './actions'
import { importList } from './list'
import { importRows } from './rows'
import { showImport } from './show'

export const imports = new Hono<Web>()
  .route('/', importList)
  .route('/', importRows)
  .route('/', importSteps)
  .route('/', showImport)
