import { type AddressInfo, createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { findPortHolder, listeningInodes, refuseTaken } from '../../.run/port-holder'

const LIST = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:2253 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 77001 1
   1: 0100007F:2253 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 77002 1
   2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 77003 1`

describe('A taken port', () => {
  test('is held by the process that listens there', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(findPortHolder(port)).toBe(`node, process ${process.pid}`)
    server.close()
    await new Promise((resolve) => server.once('close', resolve))
    expect(findPortHolder(port)).toBeNull()
  })

  test.each([
    ['says nothing', () => {}],
    ['hangs up', (visitor: Socket) => void visitor.destroy()],
  ])('is refused with the name of its process, also where that %s', async (_, answer) => {
    const server = createServer((visitor) => {
      visitor.on('error', () => {})
      answer(visitor)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await expect(refuseTaken(port)).rejects.toThrow(
      `Something runs at http://127.0.0.1:${port} already. It is node, process ${process.pid}. Stop it`,
    )
    server.close()
    await new Promise((resolve) => server.once('close', resolve))
    await expect(refuseTaken(port)).resolves.toBeUndefined()
  })

  test('is not confused with connections to it, or with other ports', () => {
    expect(listeningInodes(LIST, 8787)).toEqual(['77001'])
    expect(listeningInodes(LIST, 80)).toEqual([])
  })
})
