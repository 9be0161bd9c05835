/** Where everything answers on this machine, unless PORT and THINKIFIC_PORT say otherwise. */
export const PORTS = { product: 8787, thinkific: 8788 }
