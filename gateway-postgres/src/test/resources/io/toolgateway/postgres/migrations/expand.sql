-- What the next version might add, to be run while this one works.
ALTER TABLE ${schema}.tool_call_proposals ADD COLUMN region text, ADD COLUMN urgency integer NOT NULL DEFAULT 3;
ALTER TABLE ${schema}.tool_call_events ADD COLUMN region text;
ALTER TABLE ${schema}.tool_call_budgets ADD COLUMN unit text NOT NULL DEFAULT 'USD';
CREATE TABLE ${schema}.tool_call_labels (proposal_id uuid PRIMARY KEY, label text NOT NULL);
