-- Every event wakes the live pages. The payload carries names and ids only: desk, event, kind, subject.
CREATE OR REPLACE FUNCTION crewdesk_notify_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('crewdesk_live', concat_ws(' ', NEW.desk_id, NEW.id, NEW.kind, NEW.subject_type, NEW.subject_id));
    RETURN NULL;
END $$;
-- Events that are written in bulk (core/bulk.py, `quietly`) are history.
CREATE OR REPLACE TRIGGER notify_event AFTER INSERT ON core_event FOR EACH ROW
    WHEN (coalesce(current_setting('crewdesk.quiet', true), '') <> 'on') EXECUTE FUNCTION crewdesk_notify_event();
