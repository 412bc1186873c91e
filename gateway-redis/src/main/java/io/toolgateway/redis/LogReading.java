package io.toolgateway.redis;

import io.toolgateway.caller.TenantId;
import io.toolgateway.proposal.ProposalId;
import io.toolgateway.proposal.ProposalStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** What can be made of the fields of an entry, whoever wrote them. */
sealed interface LogReading {

    /** The form that {@link Written} writes. */
    String FORM = "1";

    /** Later forms are numbers, too. */
    Pattern NEWER = Pattern.compile("[1-9][0-9]{0,8}");

    /** An entry. */
    record Known(LogEntry entry) implements LogReading {}

    /** An entry of a form that this version does not know. */
    record Newer() implements LogReading {}

    /**
     * No entry at all.
     *
     * @param flaw the first thing that is wrong, without what was written there
     */
    record Garbled(String flaw) implements LogReading {}

    /** Never throws. */
    static LogReading of(String id, Map<String, String> fields) {
        String form = fields.get("v");
        if (form == null || !NEWER.matcher(form).matches()) {
            return new Garbled("no v");
        }
        if (!form.equals(FORM)) {
            return new Newer();
        }
        return new Fields(id, fields).read();
    }

    /** The fields of one entry. */
    final class Fields {

        private final String id;
        private final Map<String, String> fields;
        private String reading = "";

        Fields(String id, Map<String, String> fields) {
            this.id = id;
            this.fields = fields;
        }

        LogReading read() {
            try {
                String conversation = text("conversation_id");
                return new Known(new LogEntry(
                        id,
                        at(),
                        named("tool_name"),
                        named("tool_args"),
                        named("triggered_by"),
                        conversation.isEmpty() ? null : conversation,
                        Instant.ofEpochSecond(Long.parseLong(text("valid_until"))),
                        ProposalStatus.ofText(text("status")),
                        ProposalId.of(text("proposal_id")),
                        version(),
                        TenantId.of(text("tenant_id")),
                        text("request_id"),
                        Instant.parse(text("created_at"))));
            } catch (IllegalArgumentException | DateTimeException e) {
                return new Garbled("no " + reading);
            }
        }

        private Instant at() {
            reading = "time in its id";
            return Instant.ofEpochMilli(Long.parseLong(id, 0, id.indexOf('-'), 10));
        }

        private long version() {
            long version = Long.parseLong(text("version"));
            if (version < 1) {
                throw new IllegalArgumentException();
            }
            return version;
        }

        private String named(String field) {
            String text = text(field);
            if (text.isBlank()) {
                throw new IllegalArgumentException();
            }
            return text;
        }

        private String text(String field) {
            reading = field;
            String text = fields.get(field);
            if (text == null) {
                throw new IllegalArgumentException();
            }
            return text;
        }
    }
}
