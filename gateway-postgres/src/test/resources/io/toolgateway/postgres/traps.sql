-- What a stranger with CREATE in public could do: functions and operators that fit better than the database's own.
CREATE FUNCTION public.sprung() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'a trap was sprung'; END $$;
CREATE FUNCTION public.json_populate_recordset(tool_gateway.tool_call_proposals, json)
    RETURNS SETOF tool_gateway.tool_call_proposals LANGUAGE sql AS 'SELECT $1 FROM public.sprung()';
CREATE FUNCTION public.json_populate_recordset(tool_gateway.tool_call_events, json)
    RETURNS SETOF tool_gateway.tool_call_events LANGUAGE sql AS 'SELECT $1 FROM public.sprung()';
CREATE FUNCTION public.json_populate_recordset(tool_gateway.tool_call_outbox, json)
    RETURNS SETOF tool_gateway.tool_call_outbox LANGUAGE sql AS 'SELECT $1 FROM public.sprung()';
CREATE FUNCTION public.unnest(text[]) RETURNS SETOF text LANGUAGE sql AS 'SELECT $1[1] FROM public.sprung()';
CREATE FUNCTION public.hashtextextended(text, integer) RETURNS bigint LANGUAGE sql AS 'SELECT public.sprung()::bigint';
CREATE FUNCTION public.json_build_array(text, text) RETURNS json LANGUAGE sql AS 'SELECT to_json(public.sprung())';
CREATE FUNCTION public.plainto_tsquery(regconfig, varchar) RETURNS tsquery LANGUAGE sql AS 'SELECT public.sprung()::text::tsquery';
CREATE FUNCTION public.make_interval(secs double precision) RETURNS interval LANGUAGE sql AS 'SELECT make_interval(public.sprung())';
CREATE FUNCTION public.same(text, varchar) RETURNS boolean LANGUAGE sql AS 'SELECT public.sprung() = 0';
CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = varchar, FUNCTION = public.same);
