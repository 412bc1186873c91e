SELECT pg_catalog.pg_notify('${schema}_tool_call_work', '${process}')
