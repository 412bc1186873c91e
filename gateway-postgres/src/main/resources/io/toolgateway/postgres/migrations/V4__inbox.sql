-- What people find in the application itself: an entry once, whoever it is for, and who has read it. See Inbox.
CREATE TABLE ${schema}.tool_call_inbox (
    number    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id        uuid NOT NULL UNIQUE,
    tenant_id ${id} NOT NULL,
    roles     text[] NOT NULL,
    users     text[] NOT NULL,
    body      text NOT NULL,
    put_at    timestamptz NOT NULL
);
CREATE INDEX tool_call_inbox_tenant ON ${schema}.tool_call_inbox (tenant_id, number);

CREATE TABLE ${schema}.tool_call_inbox_reads (
    number  bigint NOT NULL REFERENCES ${schema}.tool_call_inbox (number) ON DELETE CASCADE,
    user_id ${id} NOT NULL,
    PRIMARY KEY (number, user_id)
);

-- Up to which number a person has marked all as read: of what is for a role, or for the person by name, which is ''.
CREATE TABLE ${schema}.tool_call_inbox_marks (
    tenant_id ${id} NOT NULL,
    user_id   ${id} NOT NULL,
    by_role   boolean NOT NULL,
    name      text NOT NULL,
    number    bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, by_role, name)
);
