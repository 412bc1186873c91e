-- The tables of the gateway. ${schema} is the schema's name, ${id} the type of the host's tenant and user ids: uuid or text.

DO $$ BEGIN
    -- Asked first: CREATE SCHEMA IF NOT EXISTS needs the privilege to create one even where it exists.
    IF pg_catalog.to_regnamespace('${schema}') IS NULL THEN
        CREATE SCHEMA ${schema};
    END IF;
END $$;

CREATE TABLE ${schema}.tool_call_schema (
    version    integer PRIMARY KEY,
    name       text NOT NULL,
    checksum   text NOT NULL,
    min_reader integer NOT NULL,
    host_ids   text NOT NULL CHECK (host_ids IN ('uuid', 'text')),
    applied_at timestamptz NOT NULL DEFAULT pg_catalog.now()
);

CREATE TABLE ${schema}.tool_call_proposals (
    id                  uuid PRIMARY KEY,
    tenant_id           ${id} NOT NULL,
    triggered_by        ${id} NOT NULL,
    conversation_id     text,
    tool_name           text NOT NULL,
    -- For screens and search: secrets removed. What runs is args_exact.
    tool_args           jsonb NOT NULL,
    status              text NOT NULL
        CHECK (status IN ('pending', 'approved', 'rejected', 'executed', 'expired', 'failed')),
    reviewed_by         ${id},
    reviewed_at         timestamptz,
    executed_at         timestamptz,
    execution_result    jsonb,
    valid_until         timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,

    -- Who asked, in which request.
    user_roles          text[] NOT NULL,
    user_attributes     jsonb NOT NULL,
    service_account     text,
    ip_address          text,
    request_id          text NOT NULL,
    request_key         text,
    query               text,
    untrusted_content   boolean NOT NULL,
    distinct_by_call_id boolean NOT NULL,
    call_id             text,
    summary             text,
    raw_call            text,

    -- The tool's contract then, and the arguments.
    tool_version        text NOT NULL,
    effect_class        text NOT NULL CHECK (effect_class IN ('read_only', 'idempotent', 'non_idempotent')),
    destructive         boolean NOT NULL,
    max_attempts        integer NOT NULL,
    args_exact          text NOT NULL,
    args_shown          text,
    args_hash           text NOT NULL CHECK (args_hash ~ '^[0-9a-f]{64}$'),
    idempotency_key     text NOT NULL,
    resource_version    text,

    -- The decision, and the place in a chain.
    policy_name         text NOT NULL,
    policy_version      text NOT NULL,
    decision_rules      text[] NOT NULL,
    verdict             jsonb NOT NULL,
    valid_for           text NOT NULL,
    -- What it takes out of budgets, and gives back if it ends without an effect.
    reserved            jsonb,
    chain_id            uuid,
    chain_index         integer,
    chain_size          integer,
    chain_ending        text CHECK (chain_ending IN ('transaction', 'compensation', 'partial')),
    chain_undoable      boolean,
    revises             uuid,
    undoes              uuid,

    -- Where it stands.
    version             bigint NOT NULL,
    last_transition_id  uuid NOT NULL,
    reason_code         text,
    stages              jsonb NOT NULL,
    votes               jsonb NOT NULL,
    approved_hash       text,
    decided_by          text,
    review_note         text,
    effect_state        text NOT NULL CHECK (effect_state IN ('none', 'possible', 'applied')),
    effect_before       text NOT NULL CHECK (effect_before IN ('none', 'possible', 'applied')),
    attempt             integer NOT NULL,
    fence               bigint NOT NULL,
    lease_owner         text,
    lease_until         timestamptz,
    next_attempt_at     timestamptz,
    execution_error     text,
    execution_time_ms   numeric,
    token_usage         bigint,
    cost                numeric,
    resolution          jsonb,
    event_hash          text NOT NULL,

    retry_count         integer GENERATED ALWAYS AS (greatest(attempt - 1, 0)) STORED,
    -- The words of arguments (texts and numbers, not names) and summary: runs of letters and digits, in lower case, without what
    -- JSON writes for a character; a summary is no JSON, so its backslashes are blanks. By ICU's rules, since the database's own
    -- may know no letters but a to z. No function with a query in it: that would be planned at each insert.
    search              tsvector GENERATED ALWAYS AS (
        pg_catalog.to_tsvector('pg_catalog.simple'::pg_catalog.regconfig, pg_catalog.regexp_replace(
            pg_catalog.lower(pg_catalog.left(
                pg_catalog.replace(coalesce(summary, ''::pg_catalog.text), '\'::pg_catalog.text, ' '::pg_catalog.text)
                OPERATOR(pg_catalog.||) pg_catalog.jsonb_path_query_array(tool_args,
                    'strict $.** ? (@.type() == "string" || @.type() == "number")'::pg_catalog.jsonpath)::pg_catalog.text,
                100000) COLLATE pg_catalog."und-x-icu"),
            '(?:\\(?:u[0-9a-f]{4}|.)|[^[:alnum:]\\])+'::pg_catalog.text, ' '::pg_catalog.text, 'g'::pg_catalog.text))) STORED,

    -- The key first: no other index can answer for it, whatever the planner believes of a young table (see load_for_insert).
    CONSTRAINT one_for_each_key UNIQUE (idempotency_key, tenant_id, triggered_by),
    -- The last line of the promises: what no bug above may get past (PROTOCOL 3.1, I4, I8, I9).
    CONSTRAINT what_runs_was_approved CHECK (status NOT IN ('approved', 'executed') OR approved_hash IS NOT DISTINCT FROM args_hash),
    CONSTRAINT honest_status CHECK (
        (status <> 'executed' OR effect_state = 'applied')
        AND (status NOT IN ('pending', 'rejected', 'expired') OR effect_state = 'none')
        AND (status <> 'failed' OR reason_code IS NOT NULL)),
    CONSTRAINT only_the_approved_run CHECK (lease_owner IS NULL OR status = 'approved'),
    CONSTRAINT a_lease_has_an_end CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CONSTRAINT attempts_are_bounded CHECK (attempt BETWEEN 0 AND max_attempts)
);

-- A status change touches most indexes: vacuum by number of changes, not by share of a table that only grows.
ALTER TABLE ${schema}.tool_call_proposals SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 5000);

CREATE INDEX tool_call_proposals_tenant_status ON ${schema}.tool_call_proposals (tenant_id, status);
CREATE INDEX tool_call_proposals_triggered_by ON ${schema}.tool_call_proposals (triggered_by);
CREATE INDEX tool_call_proposals_tool ON ${schema}.tool_call_proposals (tool_name, created_at DESC);
CREATE INDEX tool_call_proposals_history ON ${schema}.tool_call_proposals (tenant_id, id DESC);
CREATE INDEX tool_call_proposals_search ON ${schema}.tool_call_proposals USING gin (search);
-- The live path: these know only what is open, however long the history.
CREATE INDEX tool_call_proposals_pending ON ${schema}.tool_call_proposals (tenant_id, id DESC) WHERE status = 'pending';
CREATE INDEX tool_call_proposals_work ON ${schema}.tool_call_proposals (id) WHERE status = 'approved' AND lease_owner IS NULL;
CREATE INDEX tool_call_proposals_leases ON ${schema}.tool_call_proposals (lease_until) WHERE lease_owner IS NOT NULL;
CREATE INDEX tool_call_proposals_deadlines ON ${schema}.tool_call_proposals (valid_until)
    WHERE status IN ('pending', 'approved') AND lease_owner IS NULL;
-- What has an unknown outcome that nobody has settled: for people, of a tenant; for workers, of the tools that can be asked.
CREATE INDEX tool_call_proposals_unsettled ON ${schema}.tool_call_proposals (tenant_id, id)
    WHERE (status = 'failed' AND effect_state = 'possible' AND resolution IS NULL)
        OR resolution OPERATOR(pg_catalog.->>) 'kind' = 'not_undone';
CREATE INDEX tool_call_proposals_unsettled_tools ON ${schema}.tool_call_proposals (tool_name, id)
    WHERE status = 'failed' AND effect_state = 'possible' AND resolution IS NULL AND undoes IS NULL;
CREATE INDEX tool_call_proposals_chains ON ${schema}.tool_call_proposals (chain_id, chain_index) WHERE chain_id IS NOT NULL;
CREATE INDEX tool_call_proposals_chain_steps ON ${schema}.tool_call_proposals (chain_id)
    WHERE status = 'approved' AND lease_owner IS NULL AND chain_index > 0;

-- What happened. Of a proposal's transitions seq is the version, and hash holds the hash before it.
CREATE TABLE ${schema}.tool_call_events (
    number        bigint GENERATED ALWAYS AS IDENTITY,
    transaction   bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    tenant_id     ${id} NOT NULL,
    user_id       ${id} NOT NULL,
    request_id    text NOT NULL,
    tool_name     text NOT NULL,
    type          text NOT NULL,
    at            timestamptz NOT NULL,
    actor         text,
    proposal_id   uuid,
    seq           bigint,
    transition_id uuid,
    status        text,
    fence         bigint,
    detail        text NOT NULL,
    previous_hash text,
    hash          text NOT NULL,
    CHECK ((seq IS NULL) = (previous_hash IS NULL))
);
CREATE UNIQUE INDEX tool_call_events_proposal ON ${schema}.tool_call_events (proposal_id, seq) WHERE proposal_id IS NOT NULL;
CREATE INDEX tool_call_events_request ON ${schema}.tool_call_events (tenant_id, request_id);
-- The order in which events are sealed and verified. Entries only come at its end, which is about free.
CREATE INDEX tool_call_events_order ON ${schema}.tool_call_events (transaction, number);
-- Events come in about the order of time: a few pages say where a span of it is.
CREATE INDEX tool_call_events_time ON ${schema}.tool_call_events USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

CREATE TABLE ${schema}.tool_call_votes (
    proposal_id uuid NOT NULL REFERENCES ${schema}.tool_call_proposals (id) ON DELETE CASCADE,
    stage       integer NOT NULL,
    reviewer    ${id} NOT NULL,
    seen_hash   text NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (proposal_id, stage, reviewer)
);

-- What limits add up to. Those with a window are forgotten when it is long over.
CREATE TABLE ${schema}.tool_call_budgets (
    key     text PRIMARY KEY,
    amount  numeric NOT NULL,
    ends_at timestamptz
);
CREATE INDEX tool_call_budgets_ends ON ${schema}.tool_call_budgets (ends_at) WHERE ends_at IS NOT NULL;

-- A yes that was said in advance: its uses are counted in the budget 'grant:<id>'. The form is a text: no reader rounds its numbers.
CREATE TABLE ${schema}.tool_call_permissions (
    id          uuid PRIMARY KEY,
    tenant_id   ${id} NOT NULL,
    granted_to  ${id} NOT NULL,
    tool_name   text NOT NULL,
    form        text NOT NULL,
    valid_until timestamptz NOT NULL,
    revoked_by  ${id},
    revoked_at  timestamptz
);
CREATE INDEX tool_call_permissions_tenant ON ${schema}.tool_call_permissions (tenant_id, id DESC);
CREATE INDEX tool_call_permissions_usable ON ${schema}.tool_call_permissions (tenant_id, granted_to, tool_name)
    WHERE revoked_at IS NULL;

-- Messages until they are delivered: then they are gone. Kind, tenant and name are the topic.
CREATE TABLE ${schema}.tool_call_outbox (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id         uuid NOT NULL UNIQUE,
    kind       text NOT NULL,
    tenant_id  ${id} NOT NULL,
    name       text NOT NULL,
    body       text NOT NULL,
    not_before timestamptz NOT NULL,
    sent_at    timestamptz NOT NULL,
    attempts   integer NOT NULL DEFAULT 0
);
CREATE INDEX tool_call_outbox_due ON ${schema}.tool_call_outbox (kind, not_before, number);
CREATE INDEX tool_call_outbox_topic ON ${schema}.tool_call_outbox (tenant_id, kind, name, not_before, number);
-- Rows come and go: what is dead must not stand before what is due.
ALTER TABLE ${schema}.tool_call_outbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

CREATE TABLE ${schema}.tool_call_switches (
    tool_name text NOT NULL,
    tenant_id ${id},
    off_by    text NOT NULL,
    at        timestamptz NOT NULL
);
CREATE UNIQUE INDEX tool_call_switches_all ON ${schema}.tool_call_switches (tool_name) WHERE tenant_id IS NULL;
CREATE UNIQUE INDEX tool_call_switches_tenant ON ${schema}.tool_call_switches (tool_name, tenant_id) WHERE tenant_id IS NOT NULL;

-- Who switched which tool off and on: one chain, in the order of number. See PostgresProposalStore.switchHistory.
CREATE TABLE ${schema}.tool_call_switch_changes (
    number        bigint PRIMARY KEY,
    id            uuid NOT NULL UNIQUE,
    tool_name     text NOT NULL,
    tenant_id     ${id},
    is_off        boolean NOT NULL,
    changed_by    text NOT NULL,
    at            timestamptz NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL
);

-- A tenant's events, chained span after span of their transactions: see AuditSeals.
CREATE TABLE ${schema}.tool_call_seals (
    tenant_id        ${id} NOT NULL,
    number           bigint NOT NULL,
    from_transaction bigint NOT NULL,
    to_transaction   bigint NOT NULL,
    events           bigint NOT NULL,
    events_hash      text NOT NULL,
    at               timestamptz NOT NULL,
    previous_hash    text NOT NULL,
    hash             text NOT NULL,
    PRIMARY KEY (tenant_id, number)
);

-- One row: all events of transactions before sealed_to are sealed. A transaction of an event is that of the cluster, plus
-- shift: see tool_call_after_restore.
CREATE TABLE ${schema}.tool_call_sealing (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    sealed_to bigint NOT NULL,
    shift     bigint NOT NULL
);
INSERT INTO ${schema}.tool_call_sealing (sealed_to, shift) VALUES (0, 0);

-- How far history was removed: events of transactions before removed_to, with their proposals, but for those of proposals that
-- stay. One chain, in the order of number. See HistoryArchive.
CREATE TABLE ${schema}.tool_call_removals (
    number        bigint PRIMARY KEY,
    removed_to    bigint NOT NULL,
    proposals     bigint NOT NULL,
    events        bigint NOT NULL,
    copy_hash     text,
    removed_by    text NOT NULL,
    at            timestamptz NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL
);

-- What is left of an event that was removed: what the seal over it needs.
CREATE TABLE ${schema}.tool_call_removed_events (
    transaction bigint NOT NULL,
    number      bigint NOT NULL,
    tenant_id   ${id} NOT NULL,
    hash        text NOT NULL,
    PRIMARY KEY (transaction, number)
);

-- A dump brings events whose transactions a younger cluster has not come to: from then on its own are counted on from theirs.
-- For the tables' owner, after a restore and before the first write; does nothing where nothing has to be done.
CREATE FUNCTION ${schema}.tool_call_after_restore() RETURNS boolean LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    latest bigint;
BEGIN
    SELECT greatest(s.sealed_to, (SELECT max(e.transaction) + 1 FROM ${schema}.tool_call_events e)) INTO latest
    FROM ${schema}.tool_call_sealing s
    WHERE greatest(s.sealed_to, (SELECT max(e.transaction) + 1 FROM ${schema}.tool_call_events e))
        > pg_snapshot_xmax(pg_current_snapshot())::text::bigint + s.shift;
    IF latest IS NULL THEN
        RETURN false;
    END IF;
    UPDATE ${schema}.tool_call_sealing SET shift = latest;
    EXECUTE format('ALTER TABLE ${schema}.tool_call_events ALTER COLUMN transaction '
        'SET DEFAULT pg_current_xact_id()::text::bigint + %s', latest);
    RETURN true;
END $$;

-- What keeps a proposal from being history, by itself: it may still change, or a person has to see to it. Null if nothing does.
CREATE FUNCTION ${schema}.tool_call_open(status text, effect_state text, resolution jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN status IN ('pending', 'approved') THEN 'open'
        WHEN effect_state = 'possible' AND resolution IS NULL THEN 'unknown_outcome'
        WHEN resolution ->> 'kind' IN ('to_be_undone', 'not_undone') THEN 'unknown_outcome'
    END
$$;

-- Why a proposal stays when history before a transaction is removed; null if it goes. Where it stands depends on nothing younger
-- than that transaction, and so does every step of its chain.
CREATE FUNCTION ${schema}.tool_call_stays(p ${schema}.tool_call_proposals, removed_to bigint) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE
        WHEN ${schema}.tool_call_open(p.status, p.effect_state, p.resolution) IS NOT NULL
            THEN ${schema}.tool_call_open(p.status, p.effect_state, p.resolution)
        -- By its version: the row that a DELETE has waited for is younger than the events that it sees.
        WHEN p.version IS DISTINCT FROM (SELECT max(e.seq) FROM ${schema}.tool_call_events e
                                         WHERE e.proposal_id = p.id AND e.transaction < removed_to)
             OR EXISTS (SELECT FROM ${schema}.tool_call_events e
                        WHERE e.proposal_id = p.id AND e.transaction >= removed_to) THEN 'later_events'
        WHEN p.chain_id IS NOT NULL AND EXISTS (
            SELECT FROM ${schema}.tool_call_proposals q WHERE q.chain_id = p.chain_id AND (
                ${schema}.tool_call_open(q.status, q.effect_state, q.resolution) IS NOT NULL
                OR EXISTS (SELECT FROM ${schema}.tool_call_events e
                           WHERE e.proposal_id = q.id AND e.transaction >= removed_to))) THEN 'chain'
    END
$$;
