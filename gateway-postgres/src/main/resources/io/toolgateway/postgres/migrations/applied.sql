INSERT INTO ${schema}.tool_call_schema (version, name, checksum, min_reader, host_ids)
VALUES (${version}, '${name}', '${checksum}', ${min_reader}, '${id}');
