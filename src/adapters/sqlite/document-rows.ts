import type { Document } from '../../domain/document.ts'
import type { Connection } from './connection.ts'

export interface DocumentRow {
  readonly document_id: string
  readonly source_id: string
  readonly location: string
  readonly title: string
  readonly media_type: string
  readonly content_hash: string
  readonly byte_size: number
  readonly ingested_at: number
}

export interface DraftRow {
  readonly id: number
  readonly source: number
  /** 1 when the source of the draft was removed. */
  readonly removed: number
  readonly document_id: string
  readonly location: string
}

export function toDocument(row: DocumentRow): Document {
  return {
    id: row.document_id,
    sourceId: row.source_id,
    location: row.location,
    title: row.title,
    mediaType: row.media_type,
    contentHash: row.content_hash,
    byteSize: row.byte_size,
    ingestedAt: row.ingested_at,
  }
}

type DraftColumns = [
  source: number,
  id: string,
  location: string,
  title: string,
  mediaType: string,
  contentHash: string,
  byteSize: number,
  ingestedAt: number,
]

/** The prepared statements of the document store. */
export function createRevisionTable({ database }: Connection) {
  const documentColumns =
    's.id AS source_id, r.document_id, r.location, r.title, r.media_type, r.content_hash, r.byte_size, r.ingested_at'
  const liveOfSource = `FROM sources s CROSS JOIN revisions r
    WHERE s.id = ? AND s.removed = 0 AND r.source = s.key AND r.state = 'live'`
  return {
    findSource: database.prepare<[string], number>('SELECT key FROM sources WHERE id = ? AND removed = 0').pluck(),
    insertDraft: database.prepare<DraftColumns>(
      `INSERT INTO revisions
         (state, source, document_id, location, title, media_type, content_hash, byte_size, ingested_at)
       VALUES ('draft', ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    findDraft: database.prepare<[number], DraftRow>(
      `SELECT r.id, r.source, s.removed, r.document_id, r.location
       FROM revisions r JOIN sources s ON s.key = r.source WHERE r.id = ? AND r.state = 'draft'`,
    ),
    /** Within the source only: two sources may hold the same file for different audiences. */
    findEarlier: database
      .prepare<[number, string, number, string], number>(
        `SELECT id FROM revisions WHERE state = 'live' AND source = ? AND document_id = ?
         UNION SELECT id FROM revisions WHERE state = 'live' AND source = ? AND location = ?`,
      )
      .pluck(),
    findRevisions: database.prepare<[string], number>('SELECT id FROM visible_revisions WHERE document_id = ?').pluck(),
    listKeys: database.prepare<[number], number>('SELECT key FROM items WHERE revision = ? ORDER BY key').pluck(),
    show: database.prepare<[number]>(`UPDATE revisions SET state = 'live' WHERE id = ?`),
    retire: database.prepare<[number]>(`UPDATE revisions SET state = 'retired' WHERE id = ?`),
    findDocument: database.prepare<[string, string], DocumentRow>(
      `SELECT ${documentColumns} ${liveOfSource} AND r.location = ?`,
    ),
    listDocuments: database.prepare<[string, string, number], DocumentRow>(
      `SELECT ${documentColumns} ${liveOfSource} AND r.location > ? ORDER BY r.location LIMIT ?`,
    ),
    noteFailure: database.prepare<[string, string, string, number, string]>(
      `INSERT INTO failures (location, code, message, at, source)
       SELECT ?, ?, ?, ?, key FROM sources WHERE id = ? AND removed = 0
       ON CONFLICT (source, location) DO UPDATE SET code = excluded.code, message = excluded.message, at = excluded.at`,
    ),
    forgetFailure: database.prepare<[number, string]>('DELETE FROM failures WHERE source = ? AND location = ?'),
    forgetFailures: database.prepare<[string]>(
      'DELETE FROM failures WHERE source = (SELECT key FROM sources WHERE id = ? AND removed = 0)',
    ),
  }
}
