-- Ticket numbers: one sequence a desk. nextval does not wait for other transactions, so creation is never serialised;
-- a rolled-back creation leaves a gap.
CREATE SCHEMA IF NOT EXISTS desk_numbers;
GRANT USAGE ON SCHEMA desk_numbers TO crewdesk_backup;
CREATE OR REPLACE FUNCTION crewdesk_next_ticket_numbers(how_many int) RETURNS SETOF bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    desk bigint := nullif(current_setting('crewdesk.desk', true), '')::bigint;
    counter text := format('desk_numbers.d%s', desk);
BEGIN
    IF desk IS NULL THEN
        RAISE EXCEPTION 'no desk in scope';
    END IF;
    IF to_regclass(counter) IS NULL THEN
        BEGIN
            EXECUTE format('CREATE SEQUENCE %s', counter);
            EXECUTE format('GRANT SELECT ON SEQUENCE %s TO crewdesk_backup', counter);
        EXCEPTION WHEN duplicate_table OR unique_violation THEN
            NULL;  -- another first ticket was quicker, and has committed both
        END;
    END IF;
    RETURN QUERY SELECT nextval(counter::regclass) FROM generate_series(1, how_many);
END $$;

-- Tickets that came with numbers of their own: the next new one gets a higher number.
CREATE OR REPLACE FUNCTION crewdesk_reserve_ticket_numbers(highest bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counter text := format('desk_numbers.d%s', nullif(current_setting('crewdesk.desk', true), '')::bigint);
    next bigint;
BEGIN
    -- One at a time: the lower of two at once could set the counter back.
    PERFORM pg_advisory_xact_lock(hashtext(counter));
    -- Makes the counter where there is none, and raises without a desk in scope. The search path lacks `public` on purpose.
    next := public.crewdesk_next_ticket_numbers(1);
    IF next <= highest THEN
        PERFORM setval(counter::regclass, highest);
    END IF;
END $$;
