-- How many acknowledgements an unverified address got today from any desk, and this desk sent to such addresses within the hour.
-- Figures alone leave the walls. Both are locked until the transaction ends, so that two at once cannot pass a cap together.
GRANT SELECT ON channels_outgoingmail TO crewdesk_search;
CREATE OR REPLACE FUNCTION crewdesk_unverified_acknowledgements(wanted text, at timestamptz, OUT to_address bigint, OUT from_desk bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    desk bigint := nullif(current_setting('crewdesk.desk', true), '')::bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('unverified desk ' || desk, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('unverified address ' || wanted, 0));
    SELECT count(*) INTO to_address FROM channels_outgoingmail mail
     WHERE mail.to_address = wanted AND kind = 'unverified_ack' AND created_at > at - interval '1 day';
    SELECT count(*) INTO from_desk FROM channels_outgoingmail
     WHERE desk_id = desk AND kind = 'unverified_ack' AND created_at > at - interval '1 hour';
END $$;
ALTER FUNCTION crewdesk_unverified_acknowledgements(text, timestamptz) OWNER TO crewdesk_search;
