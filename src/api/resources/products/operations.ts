import * as z from 'zod'
import { paging } from '../../contract/listing'
import type { Operations } from '../../contract/operation'
import { id, line, NAME_CHARACTERS } from '../../contract/values'

const ID_CHARACTERS = 100
const params = z.strictObject({ product: id })
const name = line(NAME_CHARACTERS).meta({ example: 'Club' })

export const PRODUCTS = {
  listProducts: {
    method: 'get',
    path: '/products',
    scope: 'read',
    query: z.strictObject({ ...paging, search: z.string().max(NAME_CHARACTERS).optional() }),
  },
  addProduct: {
    method: 'post',
    path: '/products',
    scope: 'write',
    body: z.strictObject({ id: line(ID_CHARACTERS).meta({ example: '440369' }), name }),
    status: 201,
  },
  getProduct: { method: 'get', path: '/products/{product}', scope: 'read', params },
  renameProduct: {
    method: 'patch',
    path: '/products/{product}',
    scope: 'write',
    params,
    body: z.strictObject({ name }),
    guards: 'getProduct',
  },
  deleteProduct: {
    method: 'delete',
    path: '/products/{product}',
    scope: 'write',
    params,
    status: 202,
    guards: 'getProduct',
  },
} as const satisfies Operations
