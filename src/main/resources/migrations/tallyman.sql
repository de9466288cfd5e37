--liquibase formatted sql logicalFilePath:tallyman

-- Tallyman's own tables. A change set that was ever released is never edited: add another one;
-- only a view's is, which runs again wherever its text is another one than when it ran.
-- Hosts of the old and the new version run side by side, so a change only adds what the old one
-- doesn't miss. ${collation} compares byte for byte and doesn't pad; its name differs by server.

--changeset tallyman:position
CREATE TABLE tallyman_position (
  source VARCHAR(64) NOT NULL,
  topic VARCHAR(249) NOT NULL,
  partition_id INT NOT NULL,
  topic_id BINARY(16) NOT NULL,
  first_offset BIGINT NOT NULL,
  next_offset BIGINT NOT NULL,
  leader_epoch INT NULL,
  owner VARCHAR(255) NULL,
  owner_epoch BIGINT NOT NULL,
  counted_until DATETIME(3) NULL,
  claimed_at DATETIME(3) NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (source, topic, partition_id)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Where each source stands in each partition, and who may move it on';

--changeset tallyman:ledger
CREATE TABLE tallyman_ledger (
  rollup VARCHAR(64) NOT NULL,
  version CHAR(12) NOT NULL,
  topic VARCHAR(249) NOT NULL,
  topic_id BINARY(16) NOT NULL,
  partition_id INT NOT NULL,
  first_offset BIGINT NOT NULL,
  next_offset BIGINT NOT NULL,
  served BIGINT NOT NULL,
  absent BIGINT NOT NULL,
  counted BIGINT NOT NULL,
  filtered BIGINT NOT NULL,
  late BIGINT NOT NULL,
  early BIGINT NOT NULL,
  duplicate BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (rollup, version, topic_id, partition_id, first_offset),
  CONSTRAINT tallyman_ledger_length CHECK (next_offset - first_offset = served + absent),
  CONSTRAINT tallyman_ledger_outcomes CHECK (
    served = counted + filtered + late + early + duplicate + rejected)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Which offsets each rollup has counted, and what became of their records';

--changeset tallyman:dead_letter
CREATE TABLE tallyman_dead_letter (
  source VARCHAR(64) NOT NULL,
  topic VARCHAR(249) NOT NULL,
  topic_id BINARY(16) NOT NULL,
  partition_id INT NOT NULL,
  record_offset BIGINT NOT NULL,
  reason VARCHAR(32) NOT NULL,
  detail VARCHAR(1000) NOT NULL,
  schema_id BIGINT NULL,
  record_time DATETIME(3) NULL,
  record_key LONGBLOB NULL,
  payload LONGBLOB NULL,
  payload_length INT NULL,
  headers LONGTEXT NULL,
  state VARCHAR(16) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (source, topic_id, partition_id, record_offset),
  KEY tallyman_dead_letter_reason (source, reason, state)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Records that could not be counted, with their coordinates and the reason';

--changeset tallyman:loss
CREATE TABLE tallyman_loss (
  source VARCHAR(64) NOT NULL,
  topic VARCHAR(249) NOT NULL,
  topic_id BINARY(16) NOT NULL,
  partition_id INT NOT NULL,
  kind VARCHAR(16) NOT NULL,
  first_offset BIGINT NOT NULL,
  next_offset BIGINT NOT NULL,
  detail VARCHAR(1000) NOT NULL,
  state VARCHAR(16) NOT NULL,
  recorded_at DATETIME(3) NOT NULL,
  PRIMARY KEY (source, topic_id, partition_id, kind, first_offset)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Offsets that Kafka no longer had when they were to be counted';

--changeset tallyman:rollup
CREATE TABLE tallyman_rollup (
  rollup VARCHAR(64) NOT NULL,
  version CHAR(12) NOT NULL,
  source VARCHAR(64) NOT NULL,
  topic VARCHAR(249) NOT NULL,
  table_name VARCHAR(64) NOT NULL,
  definition MEDIUMTEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  ready_at DATETIME(3) NULL,
  PRIMARY KEY (rollup, version)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Every version of every rollup: building, ready (its view reads it) or retired';

--changeset tallyman:completeness runOnChange:true
-- A position says how far its source is; a version is that far only where its ledger ends there,
-- or where there was nothing to count. Elsewhere it isn't known until when it is complete. Offsets
-- that the source has passed and the version hasn't counted (it was added later, or paused, or they
-- were skipped) are its gaps: it is complete but for them.
CREATE OR REPLACE VIEW tallyman_completeness AS
SELECT
  r.rollup,
  r.version,
  CASE WHEN COUNT(*) = COUNT(
    CASE WHEN l.next_offset IS NOT NULL OR p.next_offset = p.first_offset THEN p.counted_until END)
  THEN MIN(p.counted_until) END AS complete_until,
  COUNT(*) AS partitions,
  SUM(p.next_offset - LEAST(p.first_offset, COALESCE(c.first_offset, p.first_offset))
    - COALESCE(c.offsets, 0)) AS gap_offsets
FROM tallyman_rollup r
JOIN tallyman_position p ON p.source = r.source AND p.topic = r.topic
LEFT JOIN tallyman_ledger l ON l.rollup = r.rollup AND l.version = r.version
  AND l.topic_id = p.topic_id AND l.partition_id = p.partition_id
  AND l.next_offset = p.next_offset
LEFT JOIN (
  SELECT rollup, version, topic_id, partition_id, MIN(first_offset) AS first_offset,
    SUM(next_offset - first_offset) AS offsets
  FROM tallyman_ledger
  GROUP BY rollup, version, topic_id, partition_id) c
  ON c.rollup = r.rollup AND c.version = r.version
  AND c.topic_id = p.topic_id AND c.partition_id = p.partition_id
WHERE r.state = 'ready'
GROUP BY r.rollup, r.version;

--changeset tallyman:setting
CREATE TABLE tallyman_setting (
  kind VARCHAR(32) NOT NULL,
  target VARCHAR(255) NOT NULL,
  host VARCHAR(255) NOT NULL,
  value VARCHAR(255) NOT NULL,
  reason VARCHAR(255) NOT NULL,
  set_by VARCHAR(255) NOT NULL,
  set_at DATETIME(3) NOT NULL,
  until_at DATETIME(3) NULL,
  PRIMARY KEY (kind, target, host)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'What operators have set while hosts run: for one host, or for the fleet where host is empty';

--changeset tallyman:host
CREATE TABLE tallyman_host (
  host VARCHAR(255) NOT NULL,
  version VARCHAR(64) NOT NULL,
  started_at DATETIME(3) NOT NULL,
  seen_at DATETIME(3) NOT NULL,
  obeyed CHAR(12) NOT NULL,
  PRIMARY KEY (host)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Which hosts there are, and the digest of the settings that each has obeyed';

--changeset tallyman:audit
CREATE TABLE tallyman_audit (
  id BIGINT NOT NULL AUTO_INCREMENT,
  at DATETIME(3) NOT NULL,
  host VARCHAR(255) NOT NULL,
  who VARCHAR(255) NOT NULL,
  action VARCHAR(64) NOT NULL,
  target VARCHAR(255) NOT NULL,
  scope VARCHAR(16) NOT NULL,
  before_value VARCHAR(1000) NOT NULL,
  after_value VARCHAR(1000) NOT NULL,
  reason VARCHAR(255) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  outcome VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB, CHARACTER SET utf8mb4, COLLATE ${collation},
  COMMENT = 'Who changed what, when and why, with what held before and after';
