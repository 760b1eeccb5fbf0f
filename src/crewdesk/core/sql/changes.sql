-- Exported tables (core/api/exports.py): which transaction wrote a row last, and when.
CREATE OR REPLACE FUNCTION crewdesk_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id()::text::bigint;
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;
-- In a database restored from another server, transactions begin to count anew: rows from beyond their present number are as good as
-- just changed. Desk by desk, since the owner is behind the walls too, and by the index that exports walk.
CREATE OR REPLACE FUNCTION crewdesk_bring_changes_here(exported regclass) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    desk bigint;
BEGIN
    FOR desk IN SELECT id FROM accounts_desk LOOP
        PERFORM set_config('crewdesk.desk', desk::text, true);
        EXECUTE format('UPDATE %s SET changed_in = 0 WHERE desk_id = $1 AND changed_in > $2', exported)
            USING desk, pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    END LOOP;
    PERFORM set_config('crewdesk.desk', '', true);
END $$;
-- Since when this database has been written to by transactions that still run, other than the asking one. Null where there is none, or
-- where the role was made before it might see others' sessions (core/postgres/roles.py). What it gives out is one instant.
CREATE OR REPLACE FUNCTION crewdesk_written_since() RETURNS timestamptz
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_stat_clear_snapshot();
    SELECT min(xact_start) FROM pg_stat_activity
     WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
$$;
ALTER FUNCTION crewdesk_written_since() OWNER TO crewdesk_search;
-- Events are written once. Where their transactions are brought here they keep their time: else all history were just changed.
CREATE OR REPLACE TRIGGER note_change BEFORE INSERT ON core_event FOR EACH ROW EXECUTE FUNCTION crewdesk_note_change();
SELECT crewdesk_bring_changes_here('core_event');
