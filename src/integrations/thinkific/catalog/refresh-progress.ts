/** Stored and shown as is. Times are epoch ms. */

export type RefreshProgress =
  /** Pages read; `of` is 0 until known. */
  | { state: 'running'; startedAt: number; done: number; of: number }
  /** `changed`: a phrase, empty at the first refresh. `calls`: API calls used. */
  | { state: 'done'; at: number; changed: string; calls: number }
  /** `sentence`: why; the old catalog stays. */
  | { state: 'failed'; at: number; sentence: string }
