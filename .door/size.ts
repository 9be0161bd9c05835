import { build } from 'rolldown'
import { gzipSync } from 'node:zlib'
import { workerBundle } from '../.run/bundle'
const { output } = await build({ ...workerBundle(true), write: false })
const by = new Map<string, number>(); const files: [number,string][] = []
for (const one of output as any[]) if (one.type === 'chunk') for (const [id, m] of Object.entries<any>(one.modules)) {
  const code = m.code ?? ''; const gz = gzipSync(code).length
  const key = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? id.replace(process.cwd(),'').split('/').slice(1,3).join('/')
  by.set(key, (by.get(key) ?? 0) + gz); files.push([gz, id.replace(process.cwd(),'')])
}
console.log([...by].sort((a,b)=>b[1]-a[1]).slice(0,40).map(([k,v])=>`${(v/1024).toFixed(1)} ${k}`).join('\n'))
console.log(files.filter(([,f])=>f.includes('node_modules')).sort((a,b)=>b[0]-a[0]).slice(0,40).map(([v,f])=>`${(v/1024).toFixed(2)} ${f.replace(/.*node_modules/,'')}`).join('\n'))
