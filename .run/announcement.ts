/** What others wait for in what `npm start` prints. */
export const LAST_LINE = 'Ctrl-C stops everything'
