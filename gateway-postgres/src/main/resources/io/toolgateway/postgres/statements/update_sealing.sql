UPDATE ${schema}.tool_call_sealing SET sealed_to = ? WHERE sealed_to = ?
