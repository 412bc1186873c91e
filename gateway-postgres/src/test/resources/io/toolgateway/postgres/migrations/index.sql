-- gateway: no transaction
DROP INDEX CONCURRENTLY IF EXISTS ${schema}.tool_call_proposals_urgency;
CREATE INDEX CONCURRENTLY tool_call_proposals_urgency ON ${schema}.tool_call_proposals (urgency, id);
