SELECT hash FROM ${schema}.tool_call_seals WHERE tenant_id = ?::text::${id} AND number = ?
