import { z } from 'zod'
import { configSchema } from './schema.ts'

/** One setting: where it stands in the file, its environment variable, and its schema. */
export interface ConfigKey {
  readonly path: readonly string[]
  readonly variable: string
  readonly schema: z.ZodType
}

/** Every key of the configuration, in the order of the schema. */
export function listConfigKeys(): ConfigKey[] {
  return collectKeys(configSchema, [])
}

/** The keys that may stand beside each other at a path; empty where the path leads to no section. */
export function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: z.ZodType = configSchema
  for (const step of path) {
    const section = sectionOf(schema)
    const next = section?.shape[String(step)]
    if (next === undefined) return []
    schema = next
  }
  return Object.keys(sectionOf(schema)?.shape ?? {})
}

function collectKeys(section: z.ZodObject<Record<string, z.ZodType>>, path: readonly string[]): ConfigKey[] {
  return Object.entries(section.shape).flatMap(([name, schema]) => {
    const inner = sectionOf(schema)
    const here = [...path, name]
    return inner === undefined ? [{ path: here, variable: variableName(here), schema }] : collectKeys(inner, here)
  })
}

function sectionOf(schema: z.ZodType): z.ZodObject<Record<string, z.ZodType>> | undefined {
  if (schema instanceof z.ZodObject) return schema
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) {
    const inner = schema.unwrap()
    return inner instanceof z.ZodType ? sectionOf(inner) : undefined
  }
  return undefined
}

// `ingest.maxFileMegabytes` is KIKU_INGEST_MAX_FILE_MEGABYTES.
function variableName(path: readonly string[]): string {
  return `KIKU_${path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()).join('_')}`
}
