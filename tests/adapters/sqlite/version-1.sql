-- A database of schema version 1 as Kiku 1 left it: a document, a conversation, what was removed or interrupted.
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
INSERT INTO sources VALUES (1, 'handbook', 'folder', '/data/handbook', 'public', 1700000000000.0, NULL, 0);
INSERT INTO revisions VALUES (1, 'live', NULL, 1, NULL, '', '', '', '', 0, 0.0);
INSERT INTO revisions VALUES (2, 'retired', NULL, 0, NULL, '', '', '', '', 0, 0.0);
INSERT INTO revisions VALUES (3, 'live', 1, 1, 'one', '/data/handbook/one.md', 'Title of one', 'text/markdown', 'c0ffee', 1234, 1700000000000.25);
INSERT INTO revisions VALUES (4, 'draft', 1, 0, 'half', '/data/handbook/half.md', 'Title of half', 'text/markdown', 'c0ffee', 1234, 1700000000000.25);
INSERT INTO items VALUES (1, 3, 'knowledge', 'public', 1700000000000.0, NULL, 'japanese');
INSERT INTO items VALUES (2, 1, 'history', 'public', 1700000000000.0, 'a', 'japanese');
INSERT INTO contents VALUES (1, 'Guide › Start', '文書の一部', '/data/handbook/guide.md', '{}');
INSERT INTO contents VALUES (2, 'Guide › Start', '休暇は何日もらえますか？', '/data/handbook/guide.md', '{}');
INSERT INTO spaces VALUES (1, 'qa', 2);
INSERT INTO vectors VALUES (1, 1, 1, X'0000003F000000BF');
INSERT INTO threads VALUES (1, 'a', 'slack', 'T1', 'C1', 'slack:T1:C1', 1700000000000.0, 0);
INSERT INTO threads VALUES (2, 'removed', 'slack', 'T1', 'C1', 'slack:T1:C1', 1700000000000.0, 1);
INSERT INTO turns VALUES (1, '1', 1, 'user', 'U1', '花子', '休暇は何日もらえますか？', 1700000000000.0, 2);
INSERT INTO turns VALUES (2, '1:answer', 1, 'assistant', 'kiku', NULL, '有給休暇は20日です [1]。', 1700000000000.0, NULL);
INSERT INTO turns VALUES (203, 'r200', 2, 'user', 'U1', NULL, '', 1700000000000.0, NULL);
INSERT INTO answers VALUES (2, '{"kind":"answered","text":"有給休暇は20日です [1]。","citations":[{"number":1,"key":7,"title":"就業規則 › 休暇","location":"/data/rules.pdf","locator":{"headings":["休暇"],"page":3},"quote":"年次有給休暇は20日とする。","score":0.93}],"decision":{"labels":["knowledge"],"probabilities":{"direct":0.05,"knowledge":0.9,"history":0.1,"tool":0},"confidence":0.9,"reasons":["probe-knowledge-strong"],"features":{"margin":0.4},"decidedBy":"features"},"evidence":{"used":1,"found":4},"model":null,"question":"休暇は何日もらえますか？","timings":{"probe":1.25,"total":12.5},"degraded":"model-unreachable"}');
INSERT INTO feedback VALUES (2, 'U1', 'down', 'It''s 25 days', 5.0);
INSERT INTO inbox VALUES (1, 'slack', 'T1', 'C1', 'waiting', 1700000000000.0, 1, NULL, '{"id":"waiting","thread":{"id":"thread-1","surface":"slack","workspace":"T1","channel":"C1","audience":"slack:T1:C1","createdAt":1700000000000},"author":{"id":"U1","displayName":"花子"},"text":"休暇は何日もらえますか？","receivedAt":1700000000000,"audience":{"labels":["public","slack:T1"]},"search":"auto","locale":"ja","addressed":true}');
INSERT INTO settings VALUES ('fingerprint', 'bundled-1');
INSERT INTO sqlite_sequence VALUES ('revisions', 4);
INSERT INTO sqlite_sequence VALUES ('sources', 1);
INSERT INTO sqlite_sequence VALUES ('items', 2);
INSERT INTO sqlite_sequence VALUES ('spaces', 1);
INSERT INTO sqlite_sequence VALUES ('threads', 2);
INSERT INTO sqlite_sequence VALUES ('turns', 203);
PRAGMA application_id = 1263094613;
PRAGMA user_version = 1;
