/** Ids are aliases of a purchase. */
import { create, expire, lasts, recommended, type Script } from '../script'

const rules = recommended()

export const IDS: Record<string, Script> = {
  'ids named together later are one purchase’s throughout': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 0.5, { o: '2' }],
      ['canceled', 3, { s: 'S' }],
      ['charged', 9, { o: '1', s: 'S' }],
      ['refunded', 10, { o: '2' }],
    ],
    right: [],
  },
  'an event with an unknown id joins the only purchase that lacks one': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: [],
  },
  'an unknown id that two purchases lack is unclear': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
    unclear: ['e2/A'],
  },
  'what was unclear is settled by an event that leaves one candidate': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['canceled', 3, { s: 'S' }],
      ['refunded', 4, { o: '2' }],
      ['charged', 5, { o: '1', s: 'S' }],
    ],
    right: [],
  },
  'good news joins the purchase of which it undoes what ended it': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['canceled', 2, { o: '1' }],
      ['restarted', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'an unknown payment of two purchases is unclear': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['refunded', 3, { p: 'ch_9' }],
    ],
    right: ['ada 101'],
    unclear: ['e2/A'],
  },
  'a payment that joined is known by its id from then on': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 1, { p: 'ch_1' }],
      ['purchased', 2, { o: '2', email: 'bob' }],
      ['refunded', 3, { p: 'ch_1' }],
    ],
    right: ['bob 101'],
  },
  'two orders of which events name one payment are one purchase': {
    rules,
    events: [
      ['purchased', 0, { o: '1', p: 'ch_1' }],
      ['canceled', 1, { o: '2', p: 'ch_1' }],
    ],
    right: [],
  },
  'a purchase already refunded is no candidate': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['refunded', 2, { o: '1' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: [],
  },
  'a purchase whose charge failed once is still live': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['failed', 2, { o: '1' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: [],
  },
  'a purchase with another subscription is no candidate': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'T' }],
      ['canceled', 3, { s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'two subscriptions of one product in one order are two purchases': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '1', s: 'T' }],
      ['canceled', 3, { o: '1', s: 'S' }],
    ],
    right: ['ada 101'],
  },
  'an order of two subscriptions names neither': {
    rules,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 0, { o: '1', s: 'T' }],
      ['refunded', 3, { o: '1' }],
    ],
    right: ['ada 101'],
    unclear: ['e2/A'],
  },
  'a refund by payment id alone': {
    rules,
    events: [
      ['purchased', 0, { o: '1', p: 'ch_1' }],
      ['purchased', 1, { o: '2', p: 'ch_2', email: 'bob' }],
      ['refunded', 3, { p: 'ch_2', email: 'bob' }],
    ],
    right: ['ada 101'],
  },
  'ids that differ by leading zeros are two': {
    rules,
    events: [
      ['purchased', 0, { o: '7' }],
      ['purchased', 1, { o: '007' }],
      ['refunded', 2, { o: '007' }],
    ],
    right: ['ada 101'],
  },
  'an ending of a purchase never seen ends no other': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 2, { o: '2' }],
    ],
    right: ['ada 101'],
  },
  'one order of two products: each is refunded alone': {
    rules: [...rules, ...recommended('B', '102')],
    events: [
      ['purchased', 0, { o: '1', product: ['A', 'B'] }],
      ['refunded', 2, { o: '1', product: 'B' }],
    ],
    right: ['ada 101'],
  },
  'what was unclear is settled by what joins a purchase without ids': {
    rules,
    events: [
      ['purchased', 0],
      ['purchased', 1, { o: '2' }],
      ['canceled', 3, { s: 'S' }],
      ['disputed', 4, { o: '2' }],
      ['charged', 5, { s: 'S' }],
    ],
    right: [],
  },
  'what a payment opened closes once an earlier sale makes it unclear whose it is': {
    rules: [create('purchased'), create('charged', 'b1')],
    bundles: { b1: [[-9, '102', '103']] },
    events: [
      ['purchased', 36],
      ['charged', 36, { p: 'p1' }],
      ['purchased', 31, { arrives: 36.1 }],
    ],
    right: ['ada 101'],
    unclear: ['e1/A'],
  },
  'a sale known by its order alone is paid for under orders of their own': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 30, { o: '2', s: 'S' }],
      ['charged', 60, { o: '3', s: 'S' }],
    ],
    on: 80,
    right: ['ada 101 to day 90'],
  },
  'a subscription that its payments named ends the sale known by its order alone': {
    rules: [create('purchased', '101', lasts(30)), expire('canceled')],
    events: [
      ['purchased', 0, { o: '1' }],
      ['charged', 30, { o: '2', s: 'S' }],
      ['canceled', 40, { s: 'S' }],
    ],
    on: 41,
    right: [],
  },
  'of two sales known by their orders alone, none is paid for by a payment of another': {
    rules: [create('purchased', '101', lasts(30))],
    events: [
      ['purchased', 0, { o: '1' }],
      ['purchased', 1, { o: '2' }],
      ['charged', 30, { o: '3', s: 'S' }],
    ],
    on: 61,
    right: [],
    unclear: ['e2/A'],
  },
  'a refund under an order and a subscription never seen is of another purchase': {
    rules,
    events: [
      ['purchased', 0, { o: '1' }],
      ['refunded', 30, { o: '2', s: 'S' }],
    ],
    right: ['ada 101'],
  },
}
