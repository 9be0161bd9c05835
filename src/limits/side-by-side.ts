/** A Worker has six connections. */
const SIDE_BY_SIDE = 6

/** Works through a list, a few at a time. `work` handles its own failures. */
export async function doSideBySide<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values()
  const worker = async () => {
    for (const item of left) {
      await work(item)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker))
}
