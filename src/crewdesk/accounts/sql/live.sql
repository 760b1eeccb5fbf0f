-- What the live stream asks about people (core/live/people.py). They run as the asking role, behind row-level security.
CREATE OR REPLACE FUNCTION crewdesk_live_desk(wanted text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT id FROM accounts_desk WHERE slug = wanted
$$;
CREATE OR REPLACE FUNCTION crewdesk_live_password(wanted bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT password FROM accounts_person WHERE id = wanted AND is_active
$$;
CREATE OR REPLACE FUNCTION crewdesk_live_staff(persons bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT person_id FROM accounts_user
     WHERE desk_id = nullif(current_setting('crewdesk.desk', true), '')::bigint
       AND person_id = ANY(persons) AND is_active AND NOT suspended AND role <> 'end_user'
$$;
-- Sessions are kept under the hash of their key (accounts/session_store.py).
CREATE OR REPLACE FUNCTION crewdesk_stored_key(key text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 40)
$$;
CREATE OR REPLACE FUNCTION crewdesk_live_session(key text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT session_data FROM accounts_browsersession WHERE session_key = crewdesk_stored_key(key) AND expire_date > now()
$$;
CREATE OR REPLACE FUNCTION crewdesk_live_sessions(keys text[]) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT key FROM unnest(keys) AS key
     WHERE EXISTS (SELECT 1 FROM accounts_browsersession WHERE session_key = crewdesk_stored_key(key) AND expire_date > now())
$$;
