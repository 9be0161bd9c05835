/** A club at two senders, with the recommended rules: what posts of it come to. */
import { FORMATS } from '../../src/intake/formats'
import { samcartBody, standardBody } from '../intake/bodies/body'
import { recommended } from '../model/reference/script'
import { livePosts, type Post } from './live-posts'

export const CLUB = '440369'
export const { samcart, standard } = FORMATS
export const rules = recommended(CLUB)
export const ADA_IN = ['ada@example.com 101']

export const sold = (data: object = {}, more: object = {}) => standardBody(data, { type: 'product.purchased', ...more })
export const order = (parts: object = {}) => samcartBody({ type: 'Order', ...parts })
export const access = async (posts: Post[], own = rules) => (await livePosts(own, posts)).access
