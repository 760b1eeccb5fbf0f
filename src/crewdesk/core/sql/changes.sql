-- Exported tables (core/api/exports.py): which transaction wrote a row last, and when.
CREATE OR REPLACE FUNCTION crewdesk_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id()::text::bigint;
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END $$;
