/**
 * Keeps the runtime's own report of rejected promises out of the output: workerd makes one of every rejection within an
 * object, though its caller got it too, and tests provoke hundreds. What fails a test is reported by the test.
 */
const NOISE = /^(uncaught exception; |e = kj\/)/

for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream)
  stream.write = ((chunk: string | Uint8Array, ...rest: []) =>
    (typeof chunk === 'string' && NOISE.test(chunk)) || write(chunk, ...rest)) as typeof stream.write
}
