/** How far a refresh is, in the shape that is kept and shown. Times are epoch ms. */

export type RefreshProgress =
  /** Pages read, of how many; `of` is 0 until Thinkific told. */
  | { state: 'running'; startedAt: number; done: number; of: number }
  /** `changed`: what is different now, in words; nothing at the first refresh. `calls`: what it cost. */
  | { state: 'done'; at: number; changed: string; calls: number }
  /** `sentence`: why; the old list stays. */
  | { state: 'failed'; at: number; sentence: string }
