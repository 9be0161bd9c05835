/** Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { concerns } from './concerns'
import { emailCorrection } from './correction'
import { customerData } from './customer-data'
import { endAccess } from './end-access'
import { enrollNow } from './enroll'
import { customerList } from './list'
import { customerNotes } from './notes'
import { showCustomer } from './show'

export const customers = new Hono<Web>()
  .route('/', customerList)
  .route('/', showCustomer)
  .route('/', enrollNow)
  .route('/', endAccess)
  .route('/', emailCorrection)
  .route('/', customerData)
  .route('/', concerns)
  .route('/', customerNotes)
