package io.toolgateway.redis;

import io.toolgateway.proposal.Proposal;
import io.toolgateway.stored.Members;
import io.toolgateway.stored.ProposalForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proposal as it was read.
 *
 * @param proposal the proposal
 * @param revision counts its writes, heartbeats too
 * @param head the hash of its last event
 */
record Row(Proposal proposal, long revision, String head) {

    /** Reads it out of its fields content, state, revision and head; null if it is not there. */
    static @Nullable Row read(List<?> values) {
        if (values.get(0) == null) {
            return null;
        }
        Map<String, @Nullable Object> fields =
                new HashMap<>(Members.of((String) values.get(0)).values());
        fields.putAll(Members.of((String) values.get(1)).values());
        return new Row(
                ProposalForm.read(new Members(fields)), Long.parseLong((String) values.get(2)), (String) values.get(3));
    }
}
