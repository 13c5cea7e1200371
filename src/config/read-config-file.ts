import { type Document, LineCounter, parseDocument, visit } from 'yaml'
import { KikuError } from '../domain/errors.ts'
import { isSettings, type Settings } from './settings-tree.ts'

/**
 * The settings of a YAML file as plain values. An empty file, and sections whose keys are all commented out, say
 * nothing.
 * @throws KikuError `config-invalid` with the line where the syntax is wrong.
 */
export function parseConfigFile(name: string, text: string): Settings {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false })
  const problem = document.errors[0]
  if (problem !== undefined) {
    const { line, col } = lineCounter.linePos(problem.pos[0])
    throw new KikuError('config-invalid', `${name}, line ${line}, column ${col}: ${problem.message.split('\n')[0]}`, {
      remedy: 'Correct the YAML there; kiku.config.example.yaml shows the form.',
    })
  }
  keepLongNumbers(document)
  return asSettings(name, document.toJS({ maxAliasCount: 20 }))
}

// Ids of Discord are too long for a number, which would end in other digits; nobody thinks of quoting them.
function keepLongNumbers(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      const isLong = typeof node.value === 'number' && !Number.isSafeInteger(node.value)
      if (isLong && /^\d+$/.test(node.source ?? '')) node.value = node.source
    },
  })
}

function asSettings(name: string, value: unknown): Settings {
  if (value === null || value === undefined) return {}
  if (!isSettings(value)) {
    throw new KikuError('config-invalid', `${name} must hold keys with values, such as "language: ja".`, {
      remedy: 'See kiku.config.example.yaml.',
    })
  }
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null))
}
