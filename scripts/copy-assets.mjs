// What the build needs besides compiled TypeScript: data files that lie beside the code.
import { cpSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url))
const isAsset = /\.(json|css|html|svg|wasm|mjs)$/

cpSync(folder('src'), folder('dist'), {
  recursive: true,
  filter: (path) => !/\.[^/]+$/.test(path) || isAsset.test(path),
})
