/** An account on Cloudflare, as far as wrangler asks for one: its API on loopback, with a real SQLite for each D1 database. */
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { DeployError } from '../../.run/wrangler'

export const ACCOUNT = 'a0123456789abcdef0123456789abcdef'

export interface Script {
  /** What the upload declared. */
  metadata: {
    bindings: { name: string; type: string; text?: string; id?: string; namespace_id?: string }[]
    annotations?: Record<string, string>
    migrations?: { new_tag: string }
  }
  /** Names of all uploaded parts. */
  parts: string[]
  secrets: Record<string, string>
  crons: string[]
  workersDev: boolean
  /** Since its upload. Each is a deployment of its own, which names no version. */
  secretChanges: number
}

interface Place {
  jurisdiction?: string
  primary_location_hint?: string
}

interface Asked {
  method: string
  path: string
  body: string
  form: FormData | null
}

type Answer = { result: unknown; status?: number } | { error: string; code: number; status: number }

export class CloudflareAccount {
  /** Each request as “METHOD /path” below the account. */
  readonly asked: string[] = []
  readonly databases = new Map<string, { name: string; place: Place; sqlite: DatabaseSync }>()
  readonly namespaces = new Map<string, string>()
  readonly queues = new Map<string, { id: string; retention: number; consumer: string | null }>()
  readonly scripts = new Map<string, Script>()
  readonly domains = new Map<string, string>()
  /** Null until it has one. */
  workersDev: string | null = 'shop'
  isSignedIn = true
  /** What fails, as “METHOD /path”. */
  failing: RegExp | null = null
  #server: Server | null = null

  async start(): Promise<string> {
    const server = createServer(async (request, response) => {
      const asked = await readRequest(request)
      const answer = this.#answer(asked)
      const body =
        'error' in answer
          ? { success: false, errors: [{ code: answer.code, message: answer.error }], messages: [], result: null }
          : { success: true, errors: [], messages: [], result: answer.result, result_info: { page: 1, total_pages: 1 } }
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
    this.#server = server
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.#server?.closeAllConnections()
    this.#server?.close()
  }

  addScript(name: string, bindings: Script['metadata']['bindings'] = []): Script {
    const script = { metadata: { bindings }, parts: [], secrets: {}, crons: [], workersDev: false, secretChanges: 0 }
    this.scripts.set(name, script)
    return script
  }

  changeSecrets(name: string, secrets: Record<string, string>): void {
    const script = this.scripts.get(name)
    if (script !== undefined) {
      Object.assign(script.secrets, secrets)
      script.secretChanges += 1
    }
  }

  addDatabase(name: string, place: Place = {}): string {
    const id = randomUUID()
    this.databases.set(id, { name, place, sqlite: new DatabaseSync(':memory:') })
    return id
  }

  /** As `cloudflareApi` asks it, without a network between. */
  get(path: string): unknown {
    const answer = this.#answer({ method: 'GET', path, body: '', form: null })
    if (!('error' in answer)) {
      return answer.result
    }
    if (answer.status === 404) {
      return null
    }
    throw new DeployError(answer.error)
  }

  #answer(asked: Asked): Answer {
    const path = asked.path.replace(`/accounts/${ACCOUNT}`, '').replace(/\?.*/, '') || '/'
    const line = `${asked.method} ${path}`
    this.asked.push(line)
    if (!this.isSignedIn) {
      return { error: 'Invalid API Token', code: 1000, status: 401 }
    }
    if (this.failing?.test(line)) {
      return { error: 'Cloudflare fails here', code: 10_013, status: 500 }
    }
    for (const [pattern, handle] of this.#routes) {
      const [method = '', shape = ''] = pattern.split(' ')
      const found = new RegExp(`^${shape.replaceAll(/:\w+/g, '([^/]+)')}$`).exec(path)
      if (method === asked.method && found !== null) {
        return handle(found.slice(1).map(decodeURIComponent), asked)
      }
    }
    return { error: `There is no ${line} here`, code: 7003, status: 404 }
  }

  /** A handler gets the parts of the path that have a colon. */
  readonly #routes: [string, (path: string[], asked: Asked) => Answer][] = [
    ['GET /user', () => ({ result: { id: 'u1', email: 'ops@example.com' } })],
    ['GET /user/tokens/verify', () => ({ result: { id: 't1', status: 'active' } })],
    ['GET /accounts', () => ({ result: [{ id: ACCOUNT, name: 'Shop' }] })],
    ['GET /memberships', () => ({ result: [{ id: 'm1', account: { id: ACCOUNT, name: 'Shop' } }] })],
    ['GET /d1/database', () => ({ result: [...this.databases].map(([uuid, { name }]) => ({ uuid, name })) })],
    ['POST /d1/database', (_, { body }) => this.#createDatabase(JSON.parse(body))],
    ['GET /d1/database/:id', ([id = '']) => ({ result: this.#database(id) })],
    ['POST /d1/database/:id/query', ([id = ''], { body }) => this.#query(id, JSON.parse(body))],
    ['GET /storage/kv/namespaces', () => ({ result: [...this.namespaces].map(([id, title]) => ({ id, title })) })],
    ['POST /storage/kv/namespaces', (_, { body }) => this.#createNamespace(JSON.parse(body))],
    ['GET /queues', (_, { path }) => this.#listQueues(new URLSearchParams(path.split('?')[1]).get('name'))],
    ['POST /queues', (_, { body }) => this.#createQueue(JSON.parse(body))],
    ['PATCH /queues/:id', ([id = ''], { body }) => this.#updateQueue(id, JSON.parse(body))],
    ['GET /queues/:id', ([id = '']) => ({ result: this.#queueById(id) })],
    ['GET /queues/:id/consumers', ([id = '']) => ({ result: this.#queueById(id)?.consumers ?? [] })],
    ['POST /queues/:id/consumers', ([id = ''], { body }) => this.#consume(id, JSON.parse(body))],
    ['PUT /queues/:id/consumers/:consumer', ([id = ''], { body }) => this.#consume(id, JSON.parse(body))],
    ['GET /workers/subdomain', () => this.#subdomain()],
    ['GET /workers/scripts', () => ({ result: [...this.scripts.keys()].map((id) => ({ id })) })],
    ['GET /workers/services/:name', ([name = '']) => this.#ofScript(name, () => serviceOf(name))],
    [
      'GET /workers/services/:name/environments/production',
      ([name = '']) => this.#ofScript(name, () => environmentOf(name)),
    ],
    ['GET /workers/scripts/:name/settings', ([name = '']) => this.#ofScript(name, ({ metadata }) => metadata)],
    ['GET /workers/scripts/:name/secrets', ([name = '']) => this.#ofScript(name, secretsOf)],
    ['PATCH /workers/scripts/:name/secrets-bulk', ([name = ''], { body }) => this.#bulk(name, JSON.parse(body))],
    ['PATCH /workers/scripts/:name/settings', ([name = ''], asked) => this.#patchSettings(name, asked)],
    ['DELETE /workers/scripts/:name/secrets/:secret', ([name = '', secret = '']) => this.#forget(name, secret)],
    [
      'POST /workers/scripts/:name/assets-upload-session',
      () => ({ result: { jwt: 'nothing-to-upload', buckets: [] } }),
    ],
    ['PUT /workers/scripts/:name', ([name = ''], asked) => this.#upload(name, asked)],
    ['POST /workers/scripts/:name/versions', ([name = ''], asked) => this.#upload(name, asked)],
    ['GET /workers/scripts/:name/versions', () => ({ result: { items: [] } })],
    ['GET /workers/scripts/:name/deployments', ([name = '']) => this.#ofScript(name, deploymentsOf)],
    [
      'GET /workers/scripts/:name/versions/:id',
      ([name = '', id = '']) => this.#ofScript(name, (script) => versionOf(script, id)),
    ],
    ['POST /workers/scripts/:name/deployments', () => ({ result: { id: randomUUID() } })],
    ['PATCH /workers/scripts/:name/script-settings', () => ({ result: {} })],
    ['GET /workers/scripts/:name/script-settings', () => ({ result: {} })],
    ['GET /workers/scripts/:name/subdomain', ([name = '']) => this.#ofScript(name, enabled)],
    ['POST /workers/scripts/:name/subdomain', ([name = ''], { body }) => this.#enable(name, JSON.parse(body))],
    ['PUT /workers/scripts/:name/schedules', ([name = ''], { body }) => this.#schedule(name, JSON.parse(body))],
    ['GET /workers/scripts/:name/domains/records', () => ({ result: [] })],
    [
      'POST /workers/scripts/:name/domains/changeset',
      () => ({ result: { added: [], removed: [], updated: [], conflicting: [] } }),
    ],
    ['PUT /workers/scripts/:name/domains/records', ([name = ''], { body }) => this.#route(name, JSON.parse(body))],
  ]

  #ofScript(name: string, read: (script: Script) => unknown): Answer {
    const script = this.scripts.get(name)
    if (script === undefined) {
      return { error: 'This Worker does not exist on your account.', code: 10_007, status: 404 }
    }
    return { result: read(script) }
  }

  #createDatabase({ name, ...place }: { name: string } & Place): Answer {
    const uuid = this.addDatabase(name, place)
    return { result: { uuid, name } }
  }

  #database(id: string) {
    const { name, place } = this.databases.get(id) ?? {}
    return { uuid: id, name, jurisdiction: place?.jurisdiction ?? null }
  }

  #query(id: string, { sql }: { sql: string }): Answer {
    const sqlite = this.databases.get(id)?.sqlite
    if (sqlite === undefined) {
      return { error: 'No such database', code: 7404, status: 404 }
    }
    const isQuestion = /^\s*(SELECT|PRAGMA)/i.test(sql)
    if (!isQuestion) {
      sqlite.exec(sql)
    }
    return { result: [{ results: isQuestion ? sqlite.prepare(sql).all() : [], success: true, meta: { duration: 1 } }] }
  }

  #createNamespace({ title }: { title: string }): Answer {
    const id = randomUUID().replaceAll('-', '')
    this.namespaces.set(id, title)
    return { result: { id, title } }
  }

  #listQueues(name: string | null): Answer {
    return {
      result: [...this.queues.keys()].filter((one) => name === null || one === name).map((one) => this.#describe(one)),
    }
  }

  #createQueue({
    queue_name,
    settings,
  }: {
    queue_name: string
    settings: { message_retention_period: number }
  }): Answer {
    this.queues.set(queue_name, { id: randomUUID(), retention: settings.message_retention_period, consumer: null })
    return { result: this.#describe(queue_name) }
  }

  #updateQueue(id: string, { settings }: { settings: { message_retention_period: number } }): Answer {
    const queue = [...this.queues.values()].find((one) => one.id === id)
    if (queue !== undefined) {
      queue.retention = settings.message_retention_period
    }
    return { result: this.#queueById(id) }
  }

  #queueById(id: string) {
    const name = [...this.queues].find(([, queue]) => queue.id === id)?.[0]
    return name === undefined ? undefined : this.#describe(name)
  }

  #describe(name: string) {
    const queue = this.queues.get(name)
    const script = queue?.consumer ?? null
    const consumers =
      script === null
        ? []
        : [{ type: 'worker', script, service: script, environment: 'production', consumer_id: 'c1', settings: {} }]
    const settings = { message_retention_period: queue?.retention, delivery_delay: 0 }
    return {
      queue_id: queue?.id,
      queue_name: name,
      settings,
      consumers,
      consumers_total_count: consumers.length,
      producers: [],
      producers_total_count: 0,
      created_on: '2026-11-01',
      modified_on: '2026-11-01',
    }
  }

  #consume(id: string, { script_name }: { script_name: string }): Answer {
    const queue = [...this.queues.values()].find((one) => one.id === id)
    if (queue !== undefined) {
      queue.consumer = script_name
    }
    return { result: { script_name } }
  }

  #subdomain(): Answer {
    if (this.workersDev === null) {
      return { error: 'You do not have a workers.dev subdomain.', code: 10_007, status: 404 }
    }
    return { result: { subdomain: this.workersDev } }
  }

  #upload(name: string, { form }: Asked): Answer {
    const metadata = JSON.parse(String(form?.get('metadata') ?? '{}'))
    const script = this.scripts.get(name) ?? this.addScript(name)
    script.metadata = metadata
    script.secretChanges = 0
    script.parts = [...(form?.keys() ?? [])].filter((part) => part !== 'metadata')
    for (const { type, name: secret, text } of metadata.bindings) {
      if (type === 'secret_text') {
        script.secrets[secret] = text
      }
    }
    const id = randomUUID()
    return { result: { id, deployment_id: id, startup_time_ms: 5, tag: 't', etag: 'e', available_on_subdomain: true } }
  }

  #bulk(name: string, { secrets }: { secrets: Record<string, { text: string } | null> }): Answer {
    return this.#ofScript(name, () => {
      const texts = Object.entries(secrets).map(([secret, value]) => [secret, value?.text ?? ''])
      this.changeSecrets(name, Object.fromEntries(texts))
      return {}
    })
  }

  #patchSettings(name: string, { form }: Asked): Answer {
    return this.#ofScript(name, (script) => {
      const { bindings = [] } = JSON.parse(String(form?.get('settings') ?? '{}'))
      for (const { type, name: secret, text } of bindings) {
        if (type === 'secret_text') {
          script.secrets[secret] = text
        }
      }
      return script.metadata
    })
  }

  #forget(name: string, secret: string): Answer {
    return this.#ofScript(name, (script) => {
      delete script.secrets[secret]
      script.secretChanges += 1
      return {}
    })
  }

  #enable(name: string, { enabled: isOn }: { enabled: boolean }): Answer {
    return this.#ofScript(name, (script) => {
      script.workersDev = isOn
      return { enabled: isOn, previews_enabled: false }
    })
  }

  #schedule(name: string, crons: { cron: string }[]): Answer {
    return this.#ofScript(name, (script) => {
      script.crons = crons.map(({ cron }) => cron)
      return { schedules: crons }
    })
  }

  #route(name: string, { origins }: { origins: { hostname: string }[] }): Answer {
    for (const { hostname } of origins) {
      this.domains.set(hostname, name)
    }
    return { result: {} }
  }
}

function serviceOf(name: string) {
  return {
    id: name,
    default_environment: { environment: 'production', script: { id: name, last_deployed_from: 'wrangler' } },
  }
}

function environmentOf(name: string) {
  return { environment: 'production', script: { id: name, last_deployed_from: 'wrangler', tags: [] } }
}

/** Newest first, as far back as the upload that runs. */
function deploymentsOf({ metadata, secretChanges }: Script) {
  const changed = Array.from({ length: secretChanges }, (_, n) => `secret${n}`)
  const ids = [...changed, ...(metadata.annotations === undefined ? [] : ['upload'])]
  return { deployments: ids.map((id) => ({ id, versions: [{ version_id: id, percentage: 100 }] })) }
}

function versionOf({ metadata }: Script, id: string) {
  return id === 'upload' ? metadata : { id, annotations: { 'workers/triggered_by': 'secret' } }
}

function secretsOf({ secrets }: Script) {
  return Object.keys(secrets).map((name) => ({ name, type: 'secret_text' }))
}

function enabled({ workersDev }: Script) {
  return { enabled: workersDev, previews_enabled: false }
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) {
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  const type = request.headers['content-type'] ?? ''
  const form = type.startsWith('multipart/form-data')
    ? await new Response(bytes, { headers: { 'content-type': type } }).formData()
    : null
  return { method: request.method ?? 'GET', path: request.url ?? '/', body: form ? '' : bytes.toString(), form }
}
