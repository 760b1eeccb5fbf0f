-- Keeps tickets_tally: one delta for the state a ticket leaves, one for the state it enters.
CREATE OR REPLACE FUNCTION crewdesk_tally_ticket() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.deleted_at IS NULL AND NOT OLD.is_spam THEN
        INSERT INTO tickets_tally (desk_id, status, assignee_id, group_id, delta)
        VALUES (OLD.desk_id, OLD.status, OLD.assignee_id, OLD.group_id, -1);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.deleted_at IS NULL AND NOT NEW.is_spam THEN
        INSERT INTO tickets_tally (desk_id, status, assignee_id, group_id, delta)
        VALUES (NEW.desk_id, NEW.status, NEW.assignee_id, NEW.group_id, 1);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER tally_arrival AFTER INSERT OR DELETE ON tickets_ticket FOR EACH ROW EXECUTE FUNCTION crewdesk_tally_ticket();
CREATE OR REPLACE TRIGGER tally_change AFTER UPDATE OF status, assignee_id, group_id, deleted_at, is_spam ON tickets_ticket FOR EACH ROW
    WHEN ((OLD.status, OLD.assignee_id, OLD.group_id, OLD.deleted_at, OLD.is_spam)
          IS DISTINCT FROM (NEW.status, NEW.assignee_id, NEW.group_id, NEW.deleted_at, NEW.is_spam))
    EXECUTE FUNCTION crewdesk_tally_ticket();
