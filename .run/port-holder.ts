/** Whether a port of this machine is taken, and by which process. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { basename } from 'node:path'

/** Throws if anything listens there already, whatever its protocol: otherwise a visitor would see the wrong product. */
export async function refuseTaken(port: number): Promise<void> {
  if (await isTaken(port)) {
    const holder = findPortHolder(port)
    throw new Error(
      `Something runs at http://127.0.0.1:${port} already.${holder === null ? '' : ` It is ${holder}.`} Stop it, or choose other ports with PORT and THINKIFIC_PORT.`,
    )
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = connect(port, '127.0.0.1')
    attempt.once('error', () => resolve(false))
    attempt.once('connect', () => {
      attempt.destroy()
      resolve(true)
    })
  })
}

/** Such as `node, process 4711`; null where the system does not say. */
export function findPortHolder(port: number): string | null {
  const found = process.platform === 'linux' ? findInProc(port) : findByLsof(port)
  return found === null ? null : `${found.name}, process ${found.pid}`
}

interface Holder {
  name: string
  pid: string
}

/** The socket's inode is in the list of connections, and among the files of its process. */
function findInProc(port: number): Holder | null {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((list) => listeningInodes(read(list), port))
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) {
    return null
  }
  const pid = listOf('/proc')
    .filter((name) => /^\d+$/.test(name))
    .find((one) => listOf(`/proc/${one}/fd`).some((file) => sockets.has(linkOf(`/proc/${one}/fd/${file}`))))
  return pid === undefined ? null : { pid, name: nameProcess(pid) }
}

/** Its program. `comm` names the main thread, which Node calls MainThread. */
function nameProcess(pid: string): string {
  const [program = ''] = read(`/proc/${pid}/cmdline`).split('\0')
  return basename(program) || read(`/proc/${pid}/comm`).trim()
}

/** `  0: 0100007F:2253 00000000:0000 0A …`: the local address, the remote one, the state (0A listens). */
export function listeningInodes(list: string, port: number): string[] {
  const rows = list.split('\n').map((line) => line.trim().split(/\s+/))
  return rows.flatMap(([, local, , state, , , , , , inode]) =>
    state === '0A' && Number.parseInt(local?.split(':')[1] ?? '', 16) === port && inode ? [inode] : [],
  )
}

function findByLsof(port: number): Holder | null {
  try {
    const words = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
    const said = execFileSync('lsof', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const [, pid] = /^p(\d+)$/m.exec(said) ?? []
    const [, name = 'a program'] = /^c(.+)$/m.exec(said) ?? []
    return pid === undefined ? null : { pid, name }
  } catch {
    return null
  }
}

function listOf(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
