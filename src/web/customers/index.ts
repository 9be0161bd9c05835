/** Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { correctEmail } from './correction'
import { customerData } from './customer-data'
import { endAccess } from './end-access'
import { enrollNow } from './enroll'
import { showCustomer } from './show'

export const customers = new Hono<Web>()
  .route('/', showCustomer)
  .route('/', enrollNow)
  .route('/', endAccess)
  .route('/', correctEmail)
  .route('/', customerData)
