/** Routes are relative to /m/:marketplace; admins only. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { applyPage } from './apply'
import { comparisons } from './comparisons'
import { configurationPage } from './page'

export const configuration = new Hono<Web>().route('/', configurationPage).route('/', comparisons).route('/', applyPage)
