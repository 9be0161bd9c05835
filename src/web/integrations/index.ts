import { Hono } from 'hono'
import type { Web } from '../http/context'
import { deleteIntegrationPage } from './delete'
import { editIntegration } from './edit'
import { integrationList } from './list'
import { newIntegration } from './new'
import { refreshIntegration } from './refresh'
import { integrationSecret } from './secret'

/** `new` precedes `:integration`, which would match it. */
export const integrations = new Hono<Web>()
  .route('/', integrationList)
  .route('/', newIntegration)
  .route('/', refreshIntegration)
  .route('/', deleteIntegrationPage)
  .route('/', integrationSecret)
  .route('/', editIntegration)
