/** Lets the object handle events that arrived meanwhile. */
export function yieldToEvents(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}
