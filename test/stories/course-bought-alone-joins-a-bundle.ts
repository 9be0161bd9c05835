import { recommended, type Script } from '../model/reference/script'

const growing: Script['bundles'] = {
  b1: [
    [-9, '101', '102'],
    [5, '101', '102', '103'],
  ],
}

export const COURSE_JOINS_BUNDLE: Record<string, Script> = {
  'a course she bought alone joins the bundle; the bundle ends': {
    rules: [...recommended('A', 'b1'), ...recommended('B', '103')],
    bundles: growing,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['purchased', 1, { o: '2', product: 'B' }],
      ['canceled', 5.5, { s: 'S' }],
    ],
    right: ['ada 103'],
  },
}
