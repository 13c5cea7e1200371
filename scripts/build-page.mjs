// Bundles the browser program into a folder that the server hands out as it stands: names carry a hash of the content,
// so that browsers may keep the files for ever, and each file lies there compressed as well.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'src/adapters/web/page')
const BROWSERS = ['chrome123', 'edge123', 'firefox128', 'safari17.5']
const COMPRESSED = /\.(?:html|js|css|svg)$/

/**
 * Builds the page. What stood in the folder before is replaced at the end, in one step.
 * @param {string} folder
 * @returns {Promise<{ files: import("./build-page.d.mts").BuiltFile[] }>}
 */
export async function buildPage(folder = join(root, 'dist/page')) {
  const target = resolve(folder)
  const draft = `${target}.${process.pid}.tmp`
  await rm(draft, { recursive: true, force: true })
  await mkdir(join(draft, 'assets'), { recursive: true })
  try {
    const names = await bundle(draft)
    await writeIndex(draft, names)
    const files = await compressAll(draft)
    await rm(target, { recursive: true, force: true })
    await mkdir(dirname(target), { recursive: true })
    await rename(draft, target)
    return { files }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

async function bundle(draft) {
  const { metafile } = await build({
    absWorkingDir: page,
    entryPoints: { page: 'main.tsx', style: 'styles/style.css', icon: 'icon.svg' },
    outdir: join(draft, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: 'part-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: BROWSERS,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfig: join(page, 'tsconfig.json'),
    charset: 'utf8',
    legalComments: 'none',
    loader: { '.svg': 'copy' },
    metafile: true,
    logLevel: 'warning',
  })
  const find = (entry) => {
    const found = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === entry)
    if (found === undefined) throw new Error(`The bundle has no output for ${entry}.`)
    return found
  }
  const address = (path) => `/assets/${basename(path)}`
  return {
    program: address(find('main.tsx')),
    style: address(find('styles/style.css')),
    icon: address(find('icon.svg')),
    parts: partsOf(metafile.outputs, find('main.tsx')).map(address),
  }
}

/** What the program needs at once: browsers would learn of it only when they have read the program. */
function partsOf(outputs, path, known = new Set()) {
  for (const { path: part, kind } of outputs[path].imports) {
    if (kind !== 'import-statement' || known.has(part)) continue
    known.add(part)
    partsOf(outputs, part, known)
  }
  return [...known]
}

async function writeIndex(draft, names) {
  const template = await readFile(join(page, 'index.html'), 'utf8')
  const parts = names.parts.map((path) => `<link rel="modulepreload" href="${path}">`).join('\n')
  const html = template
    .replace(/%(program|style|icon)%/g, (_, name) => names[name])
    .replace('</head>', `${parts}\n</head>`)
    .replace(/\n\s*/g, '\n')
  await writeFile(join(draft, 'index.html'), html)
}

async function compressAll(draft) {
  const names = (await readdir(draft, { recursive: true })).filter((name) => COMPRESSED.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(draft, name))
      const [small, older] = await Promise.all([
        promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
        promisify(gzip)(bytes, { level: 9 }),
      ])
      await writeFile(join(draft, `${name}.br`), small)
      await writeFile(join(draft, `${name}.gz`), older)
      return { path: name, bytes: bytes.length, brotliBytes: small.length, gzipBytes: older.length }
    }),
  )
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { files } = await buildPage(process.argv[2])
  for (const { path, bytes, brotliBytes, gzipBytes } of files) {
    console.log(`${path}  ${bytes} B, br ${brotliBytes} B, gz ${gzipBytes} B`)
  }
}
