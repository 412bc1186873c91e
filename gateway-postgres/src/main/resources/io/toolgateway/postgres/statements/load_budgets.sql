SELECT key, amount FROM ${schema}.tool_call_budgets WHERE key = ANY (?::text[]) ORDER BY key FOR UPDATE
