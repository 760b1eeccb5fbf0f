-- Which desks have mail to send: the sweeper has no desk in scope. Ids only.
GRANT SELECT ON channels_outgoingmail TO crewdesk_search;
CREATE OR REPLACE FUNCTION crewdesk_desks_with_due_mail() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT desk_id FROM channels_outgoingmail WHERE state = 'queued' AND next_attempt_at <= now()
$$;
ALTER FUNCTION crewdesk_desks_with_due_mail() OWNER TO crewdesk_search;
