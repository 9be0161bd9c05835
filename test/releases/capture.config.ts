/** For `npm run capture-release` alone: the capture, in workerd as the tests run. */
import { defineConfig } from 'vitest/config'
import all from '../../vitest.config.ts'

const projects = all.test?.projects ?? []
const workerd = projects.find((one) => typeof one === 'object' && 'test' in one && one.test?.name === 'workerd')
if (typeof workerd !== 'object' || !('test' in workerd)) {
  throw new Error('vitest.config.ts has no project workerd')
}

export default defineConfig({ ...workerd, test: { ...workerd.test, include: ['test/releases/capture.ts'] } })
