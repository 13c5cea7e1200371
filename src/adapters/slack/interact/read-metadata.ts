import type { z } from 'zod'
import { KikuError } from '../../../domain/errors.ts'
import type { FormPayload } from './payloads.ts'

/** What a form was given when it was opened. @throws KikuError `surface-refused` when it is none of Kiku's */
export function readMetadata<Metadata>({ view }: FormPayload, schema: z.ZodType<Metadata>): Metadata {
  try {
    return schema.parse(JSON.parse(view.private_metadata))
  } catch (cause) {
    throw new KikuError('surface-refused', 'A form carries what Kiku did not put there.', { cause })
  }
}
