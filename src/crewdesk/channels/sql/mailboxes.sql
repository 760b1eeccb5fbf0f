-- Which mailboxes are watched, and since when as they are now: the fetcher has no desk in scope.
GRANT SELECT ON channels_mailbox TO crewdesk_search;
DROP FUNCTION IF EXISTS crewdesk_watched_mailboxes();
CREATE FUNCTION crewdesk_watched_mailboxes() RETURNS TABLE (desk bigint, mailbox bigint, changed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT desk_id, id, updated_at FROM channels_mailbox WHERE is_active
$$;
ALTER FUNCTION crewdesk_watched_mailboxes() OWNER TO crewdesk_search;
