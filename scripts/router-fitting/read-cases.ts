import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { extractFeatures } from '../../agents/router/extract-features.ts'
import { FEATURE_NAMES } from '../../agents/router/feature-names.ts'
import { ROUTE_LABELS, type RouteLabel } from '../../src/domain/decision.ts'

export interface RoutingCase {
  readonly set: string
  /** Set and kind within it: the unit that leave-one-source-out leaves out. */
  readonly source: string
  readonly text: string
  readonly label: RouteLabel
  readonly vector: readonly number[]
  /** What the case counts in fitting; 0 keeps it for measuring alone. */
  readonly weight: number
  /** Labels whose weights the case may teach. */
  readonly teaches: readonly RouteLabel[]
}

/** How much each set counts as a whole. The mixes hold all kinds and count double. */
const SETS: Readonly<Record<string, number>> = {
  routing_mix_en: 2,
  routing_mix_ja: 2,
  routing_clinc150: 1,
  routing_metatool: 1,
  routing_dstc: 0.5,
}

// The set's own caveat: its label `tool` is not meant for these kinds of question, which ask for knowledge.
const KNOWLEDGE_INTENTS = new Set([
  'international_visa',
  'ingredient_substitution',
  'vaccines',
  'definition',
  'food_last',
  'nutrition_info',
  'cook_time',
  'plug_type',
  'travel_suggestion',
  'improve_credit_score',
  'oil_change_how',
  'jump_start',
  'tire_change',
  'travel_alert',
  'ingredients_list',
  'meal_suggestion',
  'recipe',
  'spelling',
  'international_fees',
  'carry_on',
])

export async function readRoutingCases(folder: string): Promise<RoutingCase[]> {
  const all: RoutingCase[] = []
  for (const [set, share] of Object.entries(SETS)) {
    const lines = (await readFile(join(folder, set, 'routing.dev.jsonl'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
    const rows = lines.map((line) => JSON.parse(line))
    const labels = new Map<RouteLabel, number>()
    for (const row of rows) labels.set(row.label, (labels.get(row.label) ?? 0) + 1)
    for (const row of rows) {
      const turns = row.history.map((turn: { speaker: string; text: string }, at: number) => ({
        id: String(at),
        threadId: '',
        role: turn.speaker === 'user' ? 'user' : 'assistant',
        author: { id: turn.speaker },
        text: turn.text,
        createdAt: 0,
      }))
      const features = extractFeatures({ text: row.text, original: row.text, ownWords: row.text, turns })
      const label = ROUTE_LABELS.find((known) => known === row.label)
      if (label === undefined) throw new Error(`${set}: unknown label ${row.label}`)
      all.push({
        set,
        source: `${set}/${row.meta.source ?? row.meta.set ?? row.meta.domain ?? label}`,
        text: row.text,
        label,
        vector: FEATURE_NAMES.map((name) => features[name]),
        weight: KNOWLEDGE_INTENTS.has(row.meta.intent) ? 0 : (share * 500) / ((labels.get(label) ?? 1) * labels.size),
        // Its `direct` says only that no document is needed, so the set teaches nothing about the other labels.
        teaches: set === 'routing_dstc' ? ['knowledge'] : ROUTE_LABELS,
      })
    }
  }
  return all
}
