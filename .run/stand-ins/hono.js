/** With one router, that is ready at once: compiling a regular expression of all routes pays after many more requests. */
import { HonoBase } from 'hono/hono-base'
import { TrieRouter } from 'hono/router/trie-router'

export class Hono extends HonoBase {
  constructor(options = {}) {
    super(options)
    this.router = options.router ?? new TrieRouter()
  }
}
