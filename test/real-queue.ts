/** Files in which the real queue brings messages; in all others it takes them, and brings them to no consumer. */
const WITH_REAL_QUEUE = /\/test\/(canary|fuzz\/(?!forms)|worker\/(?!answers))/

let arrive = false

export function messagesArrive(): boolean {
  return arrive
}

/** @param file the path of the test file that begins */
export function chooseQueue(file: string): void {
  arrive = hasRealQueue(file)
}

export function hasRealQueue(file: string): boolean {
  return WITH_REAL_QUEUE.test(file)
}
