/** In place of better-auth's host checks: its address is the configured one, and no list of hosts is given. */
export const isLoopbackHost = () => false
