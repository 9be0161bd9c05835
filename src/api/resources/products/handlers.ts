import { stampOf } from '../../../accounts/form-stamp'
import { addProduct, deleteProduct, renameProduct } from '../../../products/commands'
import { findProduct, listProducts, type Product } from '../../../products/store'
import type { ApiCall, Handlers } from '../../contract/call'
import { requireMatch } from '../../contract/etag'
import { pageById } from '../../contract/listing'
import { orNotFound, orRefuse } from '../../contract/problem'
import { toTime } from '../../contract/values'
import type { ProductAnswers } from './description'
import type { PRODUCTS } from './operations'

export const productHandlers: Handlers<typeof PRODUCTS, ProductAnswers> = {
  listProducts: async (call, { query }) => {
    const wanted = (query.search ?? '').trim().toLowerCase()
    const all = await listProducts(call.env.DB, call.marketplace.id)
    const found = all.filter(({ id, name }) => [id, name].some((text) => text.toLowerCase().includes(wanted)))
    return pageById(call, 'listProducts', query, found, toItem)
  },
  addProduct: async (call, { body }) => {
    orRefuse(await addProduct(call.env, call.author, body))
    return toItem(await find(call, body.id))
  },
  getProduct: async (call, { params }) => toItem(await find(call, params.product)),
  renameProduct: async (call, { params, body }) => {
    const before = await find(call, params.product)
    requireMatch(call.ifMatch, toItem(before))
    const madeFrom = call.ifMatch === null ? '' : stampOf(before.name)
    orRefuse(await renameProduct(call.env, call.author, before.id, body.name, madeFrom))
    return toItem({ ...before, name: body.name })
  },
  deleteProduct: async (call, { params }) => {
    if (call.ifMatch !== null) {
      requireMatch(call.ifMatch, toItem(await find(call, params.product)))
    }
    const { name, left } = orRefuse(await deleteProduct(call.env, call.author, params.product))
    return { name, under_way: left }
  },
}

function find({ env, marketplace }: ApiCall, id: string): Promise<Product> {
  return orNotFound('product', findProduct(env.DB, marketplace.id, id))
}

function toItem({ id, name, createdAt }: Product) {
  return { id, name, created_at: toTime(createdAt) }
}
