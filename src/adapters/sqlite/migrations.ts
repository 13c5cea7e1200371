import type Database from 'better-sqlite3'
import { KikuError } from '../../domain/errors.ts'

/** Written into the file's header, so that a foreign SQLite file is not taken for ours. Reads 'KIKU'. */
const APPLICATION_ID = 0x4b494b55

/** The revision of items that belong to no document: always visible. */
export const LOOSE_REVISION = 1
/** The revision of single items that were removed: never visible, purged first. */
export const TRASH_REVISION = 2

// One entry per schema version; entries that have been released are never edited.
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sources (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    location TEXT NOT NULL,
    audience TEXT NOT NULL,
    added_at REAL NOT NULL,
    refreshed_at REAL,
    removed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX sources_by_id ON sources (id) WHERE removed = 0;
  CREATE UNIQUE INDEX sources_by_location ON sources (location, audience) WHERE removed = 0;

  CREATE TABLE failures (
    source INTEGER NOT NULL REFERENCES sources (key) ON DELETE CASCADE,
    location TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (source, location)
  ) STRICT, WITHOUT ROWID;

  -- One row per revision of a document. Flipping its state shows or hides all of its items at once.
  CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'retired')),
    source INTEGER REFERENCES sources (key),
    item_count INTEGER NOT NULL DEFAULT 0,
    document_id TEXT,
    location TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    content_hash TEXT NOT NULL DEFAULT '',
    byte_size INTEGER NOT NULL DEFAULT 0,
    ingested_at REAL NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX revisions_by_location ON revisions (source, location) WHERE state = 'live';
  CREATE INDEX revisions_by_document ON revisions (document_id, source) WHERE state = 'live';
  CREATE INDEX revisions_by_count ON revisions (source, item_count) WHERE state = 'live';
  CREATE INDEX revisions_drafts ON revisions (id) WHERE state = 'draft';
  CREATE INDEX revisions_retired ON revisions (id) WHERE state = 'retired';
  CREATE INDEX revisions_by_source ON revisions (source);
  INSERT INTO revisions (id, state) VALUES (${LOOSE_REVISION}, 'live'), (${TRASH_REVISION}, 'retired');

  -- What an index reads of an item, apart from its text so that a page of 10,000 stays small.
  CREATE TABLE items (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    namespace TEXT NOT NULL CHECK (namespace IN ('knowledge', 'history', 'tool', 'example')),
    audience TEXT NOT NULL,
    created_at REAL NOT NULL,
    thread_id TEXT,
    script TEXT NOT NULL
  ) STRICT;
  CREATE INDEX items_by_revision ON items (revision);
  CREATE INDEX items_by_thread ON items (thread_id) WHERE thread_id IS NOT NULL;

  CREATE TABLE contents (
    key INTEGER PRIMARY KEY REFERENCES items (key) ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    location TEXT NOT NULL,
    locator TEXT NOT NULL
  ) STRICT;

  CREATE TABLE spaces (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    dimension INTEGER NOT NULL
  ) STRICT;

  -- No foreign key on items: deleting an item would scan for it, since the key is the second column of the index.
  CREATE TABLE vectors (
    id INTEGER PRIMARY KEY,
    space INTEGER NOT NULL REFERENCES spaces (id),
    key INTEGER NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (space, key)
  ) STRICT;

  CREATE VIEW visible_revisions AS
    SELECT * FROM revisions
    WHERE state = 'live' AND (source IS NULL OR source NOT IN (SELECT key FROM sources WHERE removed = 1));

  -- Every read of items goes through this view. CROSS JOIN fixes the order: items first, by key.
  CREATE VIEW visible_items AS
    SELECT i.key, i.namespace, i.audience, i.created_at, i.thread_id, i.script, i.revision, r.document_id
    FROM items i CROSS JOIN revisions r
    WHERE r.id = i.revision AND r.state = 'live'
      AND (r.source IS NULL OR r.source NOT IN (SELECT key FROM sources WHERE removed = 1));

  CREATE TABLE threads (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    surface TEXT NOT NULL CHECK (surface IN ('slack', 'discord', 'web', 'terminal')),
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    audience TEXT NOT NULL,
    created_at REAL NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX threads_by_id ON threads (id) WHERE removed = 0;
  CREATE INDEX threads_removed ON threads (key) WHERE removed = 1;

  CREATE TABLE turns (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    thread INTEGER NOT NULL REFERENCES threads (key),
    role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
    author_id TEXT NOT NULL,
    author_name TEXT,
    text TEXT NOT NULL,
    created_at REAL NOT NULL,
    item INTEGER
  ) STRICT;
  CREATE INDEX turns_by_thread ON turns (thread);

  CREATE TABLE answers (
    turn INTEGER PRIMARY KEY REFERENCES turns (key) ON DELETE CASCADE,
    answer TEXT NOT NULL
  ) STRICT;

  CREATE TABLE feedback (
    turn INTEGER NOT NULL REFERENCES turns (key) ON DELETE CASCADE,
    author_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
    reason TEXT,
    at REAL NOT NULL,
    PRIMARY KEY (turn, author_id)
  ) STRICT, WITHOUT ROWID;

  -- The message itself is kept only while it waits for its answer.
  CREATE TABLE inbox (
    key INTEGER PRIMARY KEY,
    surface TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    message_id TEXT NOT NULL,
    received_at REAL NOT NULL,
    addressed INTEGER NOT NULL,
    outcome TEXT CHECK (outcome IN ('answered', 'failed', 'cancelled')),
    message TEXT,
    UNIQUE (surface, workspace, channel, message_id)
  ) STRICT;
  CREATE INDEX inbox_by_time ON inbox (received_at);
  CREATE INDEX inbox_unsettled ON inbox (received_at) WHERE addressed = 1 AND outcome IS NULL;

  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Items that live and die with a turn, such as the passages of an attached file, are a revision without a source.
  -- No foreign key: keys of turns are never reused, and a retired revision outlives its turn until it is swept.
  ALTER TABLE revisions ADD COLUMN turn INTEGER;
  CREATE INDEX revisions_by_turn ON revisions (state, turn) WHERE turn IS NOT NULL;

  CREATE TABLE replies (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    surface TEXT NOT NULL,
    workspace TEXT NOT NULL,
    channel TEXT NOT NULL,
    message_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    at REAL NOT NULL,
    UNIQUE (surface, workspace, channel, message_id)
  ) STRICT;
  CREATE INDEX replies_by_turn ON replies (turn_id);
  CREATE INDEX replies_by_time ON replies (at);

  CREATE INDEX turns_by_author ON turns (author_id, role, created_at);
  CREATE INDEX turns_by_author_and_thread ON turns (author_id, thread);
  CREATE INDEX threads_by_channel ON threads (surface, workspace, channel, id) WHERE removed = 0;
  CREATE INDEX feedback_by_author ON feedback (author_id);
  DROP INDEX items_by_thread;
  CREATE INDEX items_by_thread ON items (thread_id, namespace) WHERE thread_id IS NOT NULL;
  `,
  `
  -- A list of threads in order of their last questions is read by an index, however many turns there are.
  ALTER TABLE threads ADD COLUMN name TEXT;
  ALTER TABLE threads ADD COLUMN asked_at REAL;
  CREATE INDEX questions_by_thread ON turns (thread, created_at) WHERE role = 'user';
  UPDATE threads SET asked_at = (SELECT max(created_at) FROM turns WHERE thread = threads.key AND role = 'user');
  CREATE INDEX threads_by_question ON threads (surface, workspace, channel, asked_at, id) WHERE removed = 0;
  CREATE INDEX answers_by_time ON turns (created_at, id) WHERE role = 'assistant';
  `,
]

/** The newest schema version that this program knows. */
export const SCHEMA_VERSION = MIGRATIONS.length

/**
 * Brings the database to the newest schema, one transaction per version.
 * @throws KikuError `store-failed` when a newer program has written the database, or it belongs to another program
 */
export function migrate(database: Database.Database): { readonly from: number; readonly to: number } {
  const from = checkSchema(database)
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < from) continue
    database
      .transaction(() => {
        database.exec(statements)
        database.pragma(`application_id = ${APPLICATION_ID}`)
        database.pragma(`user_version = ${index + 1}`)
      })
      .exclusive()
  }
  return { from, to: SCHEMA_VERSION }
}

/**
 * @returns the schema version of the database, 0 for an empty one
 * @throws KikuError `store-failed` as `migrate`
 */
export function checkSchema(database: Database.Database): number {
  const version = numberPragma(database, 'user_version')
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!isEmpty && numberPragma(database, 'application_id') !== APPLICATION_ID) {
    throw new KikuError('store-failed', 'The file kiku.db was not made by Kiku.', {
      remedy: 'Move the file out of the data folder, or choose another folder with --data.',
    })
  }
  if (version > SCHEMA_VERSION) {
    throw new KikuError('store-failed', 'The data folder was written by a newer version of Kiku.', {
      remedy: 'Update Kiku, or choose another folder with --data.',
      details: { found: version, known: SCHEMA_VERSION },
    })
  }
  return version
}

function numberPragma(database: Database.Database, name: string): number {
  return Number(database.pragma(name, { simple: true }))
}
