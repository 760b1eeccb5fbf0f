-- Mail arrives with an address and no desk: this leads from one to the other and tells nothing else.
GRANT SELECT ON channels_supportaddress, channels_threadaddress TO crewdesk_search;
CREATE OR REPLACE FUNCTION crewdesk_desk_of_address(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT desk_id FROM channels_supportaddress WHERE address = lower(wanted) AND is_active
$$;
CREATE OR REPLACE FUNCTION crewdesk_desk_of_reply_token(wanted text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT desk_id FROM channels_threadaddress WHERE token = lower(wanted)
$$;
ALTER FUNCTION crewdesk_desk_of_address(text) OWNER TO crewdesk_search;
ALTER FUNCTION crewdesk_desk_of_reply_token(text) OWNER TO crewdesk_search;
