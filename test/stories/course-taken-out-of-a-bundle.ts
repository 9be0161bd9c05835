import { recommended, type Script } from '../model/reference/script'

const shrinking: Script['bundles'] = {
  b1: [
    [-9, '101', '102', '103'],
    [5, '101', '102'],
  ],
}

export const COURSE_TAKEN_OUT: Record<string, Script> = {
  'a course taken out of a bundle; the member cancels': {
    rules: recommended('A', 'b1'),
    bundles: shrinking,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['canceled', 9, { s: 'S' }],
    ],
    right: [],
  },
  'a course taken out of a bundle stays with its members': {
    rules: recommended('A', 'b1'),
    bundles: shrinking,
    events: [
      ['purchased', 0, { o: '1', s: 'S' }],
      ['charged', 9, { s: 'S' }],
    ],
    right: ['ada 101', 'ada 102', 'ada 103'],
  },
}
