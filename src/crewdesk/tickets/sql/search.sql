-- Search past row-level security, which keeps PostgreSQL from using GIN indexes: the functions belong to a role that cannot log in,
-- take the desk from the transaction themselves, and give out nothing but ids, by which the caller reads the rows under the policy.
GRANT SELECT ON tickets_ticket, tickets_searchdocument, tickets_participation, tickets_comment, tickets_attachment TO crewdesk_search;

-- The words of a subject: with weight A, and each again as a label `subject:…`, by which the index finds it without reading documents.
CREATE OR REPLACE FUNCTION crewdesk_subject_words(subject text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT setweight(words, 'A') || array_to_tsvector(ARRAY(SELECT 'subject:' || word FROM unnest(tsvector_to_array(words)) word))
    FROM to_tsvector('simple', subject) words
$$;

-- The same query for subjects: every lexeme becomes its label, and the order of a phrase is left to the weighed query beside it.
CREATE OR REPLACE FUNCTION crewdesk_in_subject(query tsquery) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT regexp_replace(regexp_replace(query::text, '<(-|\d+)>', '&', 'g'), '''((?:[^'']|'''')*)''', '''subject:\1''', 'g')::tsquery
$$;

-- Every lexeme of a query has to stand with one of these weights (A subject, B public comment, D internal note).
CREATE OR REPLACE FUNCTION crewdesk_weighed(query tsquery, weights text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT regexp_replace(query::text, '(''(?:[^'']|'''')*'')(:(\*))?', '\1:\3' || weights, 'g')::tsquery
$$;

-- One filter as a condition on `t`. Columns, types and forms come from fixed lists; values are quoted as literals.
CREATE OR REPLACE FUNCTION crewdesk_search_condition(filter jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    form text := filter ->> 'is';
    name text := filter ->> 'column';
    kind text := CASE
        WHEN name IN ('status', 'type', 'priority', 'via') THEN 'text'
        WHEN name IN ('number', 'assignee_id', 'group_id', 'requester_id', 'submitter_id', 'organization_id', 'brand_id') THEN 'bigint'
        WHEN name IN ('created_at', 'updated_at', 'solved_at', 'due_at') THEN 'timestamptz'
    END;
    given text[] := ARRAY(SELECT jsonb_array_elements_text(coalesce(filter -> 'values', '[]')));
BEGIN
    IF form IN ('in', 'null', 'before', 'from') AND kind IS NULL THEN
        RAISE EXCEPTION 'tickets cannot be searched by %', name;
    END IF;
    RETURN CASE form
        WHEN 'any' THEN (SELECT '(' || string_agg(crewdesk_search_condition(one), ' OR ') || ')' FROM jsonb_array_elements(filter -> 'of') one)
        WHEN 'all' THEN (SELECT '(' || string_agg(crewdesk_search_condition(one), ' AND ') || ')' FROM jsonb_array_elements(filter -> 'of') one)
        WHEN 'not' THEN '(' || crewdesk_search_condition(filter -> 'of') || ') IS NOT TRUE'
        WHEN 'in' THEN format('t.%I = ANY (%L::%s[])', name, given, kind)
        WHEN 'null' THEN format('t.%I IS NULL', name)
        WHEN 'before' THEN format('t.%I < %L::timestamptz', name, given[1])
        WHEN 'from' THEN format('t.%I >= %L::timestamptz', name, given[1])
        WHEN 'tags' THEN format('t.tags ?| %L::text[]', given)
        WHEN 'fields' THEN format('EXISTS (SELECT 1 FROM jsonb_each_text(t.custom_fields) f WHERE f.key = coalesce(%L, f.key)'
                                  ' AND f.value = ANY (%L::text[]))', nullif(name, ''), given)
        WHEN 'public' THEN 't.is_public'
        WHEN 'cc' THEN format('EXISTS (SELECT 1 FROM public.tickets_participation p WHERE p.desk_id = t.desk_id AND p.ticket_id = t.id'
                              ' AND p.kind = ''cc'' AND p.user_id = ANY (%L::bigint[]))', given)
        WHEN 'attachment' THEN 'EXISTS (SELECT 1 FROM public.tickets_comment c JOIN public.tickets_attachment a'
                               ' ON a.desk_id = c.desk_id AND a.comment_id = c.id WHERE c.desk_id = t.desk_id AND c.ticket_id = t.id)'
    END;
END $$;

CREATE OR REPLACE FUNCTION crewdesk_search_where(filters jsonb) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    desk bigint := nullif(current_setting('crewdesk.desk', true), '')::bigint;
BEGIN
    IF desk IS NULL THEN
        RAISE EXCEPTION 'no desk in scope';
    END IF;
    RETURN format('t.desk_id = %s AND t.deleted_at IS NULL AND NOT t.is_spam', desk)
        || coalesce((SELECT string_agg(' AND ' || crewdesk_search_condition(one), '') FROM jsonb_array_elements(filters) one), '');
END $$;

-- How many of the newest 100 tickets match: tells a common word from a rare one, for this desk, without statistics.
CREATE OR REPLACE FUNCTION crewdesk_search_sample(query tsquery, desk bigint) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM (
        SELECT id FROM public.tickets_ticket WHERE desk_id = desk ORDER BY updated_at DESC, id DESC LIMIT 100
    ) t JOIN public.tickets_searchdocument d ON d.ticket_id = t.id WHERE ts_match_vq(d.words, query)
$$;

-- A page of matching tickets. `query` is empty for filters alone. Common words, or `narrow` filters that leave few tickets: walk the
-- tickets in order and look into each one's document, which ends soon. Rare words: ask the GIN index for all of them first. `ts_match_vq` is the operator @@ as a function,
-- which no index answers.
CREATE OR REPLACE FUNCTION crewdesk_search_tickets(
    query tsquery, filters jsonb, by_column text, descending boolean, place_at timestamptz, place_id bigint, how_many int,
    narrow boolean
) RETURNS TABLE (id bigint, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
#variable_conflict use_column
DECLARE
    desk bigint := nullif(current_setting('crewdesk.desk', true), '')::bigint;
    at_column text := CASE by_column WHEN 'created_at' THEN 't.created_at' ELSE 't.updated_at' END;
    direction text := CASE WHEN descending THEN 'DESC' ELSE 'ASC' END;
    conditions text := crewdesk_search_where(filters);
    ending text;
    found bigint[];
BEGIN
    IF place_id IS NOT NULL THEN
        conditions := conditions || format(' AND (%s, t.id) %s (%L::timestamptz, %s)', at_column,
                                           CASE WHEN descending THEN '<' ELSE '>' END, place_at, place_id);
    END IF;
    ending := format(' ORDER BY %s %s, t.id %s LIMIT %s', at_column, direction, direction, how_many);
    IF numnode(query) = 0 THEN
        RETURN QUERY EXECUTE format('SELECT t.id, %s FROM public.tickets_ticket t WHERE %s %s', at_column, conditions, ending);
        RETURN;
    END IF;
    IF narrow OR crewdesk_search_sample(query, desk) >= 3 THEN
        RETURN QUERY EXECUTE format('SELECT t.id, %s FROM public.tickets_ticket t WHERE %s AND EXISTS (SELECT 1 FROM'
            ' public.tickets_searchdocument d WHERE d.ticket_id = t.id AND ts_match_vq(d.words, $1)) %s', at_column, conditions, ending)
            USING query;
        RETURN;
    END IF;
    found := ARRAY(SELECT d.ticket_id FROM public.tickets_searchdocument d
                   WHERE d.words @@ (query && format('''desk:%s''', desk)::tsquery) AND d.desk_id = desk);
    IF cardinality(found) > 1000 THEN
        conditions := conditions || ' AND t.id + 0 = ANY ($1)';  -- hashed, and checked while walking in order
    ELSE
        conditions := conditions || ' AND t.id = ANY ($1)';
    END IF;
    RETURN QUERY EXECUTE format('SELECT t.id, %s FROM public.tickets_ticket t WHERE %s %s', at_column, conditions, ending) USING found;
END $$;

-- How many tickets match, counting to `most` and no further.
CREATE OR REPLACE FUNCTION crewdesk_count_tickets(query tsquery, filters jsonb, most int, narrow boolean) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
    desk bigint := nullif(current_setting('crewdesk.desk', true), '')::bigint;
    conditions text := crewdesk_search_where(filters);
    documents text := '';
    common int := CASE WHEN numnode(query) > 0 THEN crewdesk_search_sample(query, desk) END;
    total int;
BEGIN
    IF (narrow AND common IS NOT NULL) OR common >= 50 OR (common >= 5 AND filters <> '[]') THEN
        conditions := conditions || ' AND EXISTS (SELECT 1 FROM public.tickets_searchdocument d'
                                    ' WHERE d.ticket_id = t.id AND ts_match_vq(d.words, $1))';
    ELSIF common IS NOT NULL THEN
        query := query && format('''desk:%s''', desk)::tsquery;
        -- Read only as far as the count goes.
        documents := '(SELECT d.ticket_id FROM public.tickets_searchdocument d WHERE d.words @@ $1 OFFSET 0) d CROSS JOIN LATERAL';
        conditions := conditions || ' AND t.id = d.ticket_id';
    END IF;
    EXECUTE format('SELECT count(*) FROM (SELECT 1 FROM %s (SELECT * FROM public.tickets_ticket t WHERE %s OFFSET 0) t LIMIT %s) counted',
                   documents, conditions, most) INTO total USING query;
    RETURN total;
END $$;

ALTER FUNCTION crewdesk_search_tickets OWNER TO crewdesk_search;
ALTER FUNCTION crewdesk_count_tickets OWNER TO crewdesk_search;
REVOKE ALL ON FUNCTION crewdesk_search_tickets, crewdesk_count_tickets FROM PUBLIC;
GRANT EXECUTE ON FUNCTION crewdesk_search_tickets, crewdesk_count_tickets TO crewdesk_app, crewdesk_worker;
