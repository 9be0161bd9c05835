/** Products: list, New Product, a product's rules, copies of them. Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import type { Web } from '../http/context'
import { ruleCopies } from './copies'
import { productList } from './list'
import { newProduct } from './new'
import { showProduct } from './show'

/** `new` comes before `:product`, which would take it for an id. */
export const products = new Hono<Web>()
  .route('/', productList)
  .route('/', newProduct)
  .route('/', ruleCopies)
  .route('/', showProduct)
