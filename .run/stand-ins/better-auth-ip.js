/** In place of finding a client's address behind proxies: the one header in the settings has it, as Cloudflare wrote it. */
export function getIP(request, { advanced }) {
  const headers = 'headers' in request ? request.headers : request
  const [name] = advanced.ipAddress.ipAddressHeaders
  return headers.get(name)
}

/** None are set. */
export function findInvalidTrustedProxies() {
  return []
}
