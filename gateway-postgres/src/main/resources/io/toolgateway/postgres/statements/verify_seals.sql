-- Those that were there when the verification began: what came later may be over events that it has passed already.
SELECT * FROM ${schema}.tool_call_seals
WHERE tenant_id = ?::text::${id} AND number > ? AND to_transaction <= ? ORDER BY number LIMIT ?
