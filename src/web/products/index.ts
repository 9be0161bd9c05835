import { Hono } from 'hono'
import type { Web } from '../http/context'
import { ruleCopies } from './copies'
import { deleteProductPage } from './delete'
import { productList } from './list'
import { newProduct } from './new'
import { showProduct } from './show'

/** `new` precedes `:product`, which would match it. */
export const products = new Hono<Web>()
  .route('/', productList)
  .route('/', newProduct)
  .route('/', ruleCopies)
  .route('/', deleteProductPage)
  .route('/', showProduct)
