/** Routes are relative to /m/:marketplace; admins only. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { channelActions } from './actions'
import { editChannel } from './edit'
import { channelList } from './list'
import { newChannel } from './new'

export const alerts = new Hono<Web>()
  .route('/', channelList)
  .route('/', newChannel)
  .route('/', editChannel)
  .route('/', channelActions)
