-- Which webhooks have calls to make: the sweeper has no desk in scope. Ids only, and no column with a secret.
GRANT SELECT (id, desk_id, state, rests_until) ON channels_webhook TO crewdesk_search;
GRANT SELECT (desk_id, webhook_id, state, next_attempt_at) ON channels_invocation TO crewdesk_search;
CREATE OR REPLACE FUNCTION crewdesk_due_webhooks() RETURNS TABLE (desk bigint, webhook bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT hook.desk_id, hook.id FROM channels_webhook hook
     WHERE hook.state = 'active' AND (hook.rests_until IS NULL OR hook.rests_until <= now())
       AND EXISTS (SELECT 1 FROM channels_invocation call
                    WHERE call.desk_id = hook.desk_id AND call.webhook_id = hook.id AND call.state = 'queued' AND call.next_attempt_at <= now())
$$;
ALTER FUNCTION crewdesk_due_webhooks() OWNER TO crewdesk_search;
