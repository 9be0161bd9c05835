import * as z from 'zod'
import { type DescribedAnswers, listOf, type ResourceDescription, time } from '../../contract/description'
import type { PRODUCTS } from './operations'

const product = z
  .object({
    id: z.string().meta({ description: 'The marketplace’s own id.', example: '440369' }),
    name: z.string(),
    created_at: time,
  })
  .meta({ id: 'Product' })

export const productDescription = {
  name: 'Products',
  text: 'What the marketplace sells. Products that events name are added automatically.',
  operations: {
    listProducts: { summary: 'Products, by id', answer: listOf(product) },
    addProduct: { summary: 'Add a product', answer: product },
    getProduct: { summary: 'One product', answer: product },
    renameProduct: { summary: 'Rename a product', answer: product },
    deleteProduct: {
      summary: 'Delete a product with its rules',
      description: 'Rules for every product still apply to it. Sold again, it reappears without rules of its own.',
      answer: z.object({
        name: z.string(),
        under_way: z.boolean().meta({ description: 'It goes on in the background; its rules are off.' }),
      }),
    },
  },
} satisfies ResourceDescription<typeof PRODUCTS>

export type ProductAnswers = DescribedAnswers<typeof productDescription>
