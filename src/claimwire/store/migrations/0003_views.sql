-- Views for reading by hand.

CREATE VIEW claims_flat AS                  -- One row per claim: who says it, and who did what to whom, where and when.
SELECT c.claim_id,
       r.publisher,
       r.published_at,
       r.title,
       s.source                             AS said_by,
       s.speaker                            AS speaker,
       s.cue,
       s.stance,
       c.kind,
       c.event_type,
       c.modes,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM claim_participants p
         WHERE p.claim_id = c.claim_id AND p.role = 'actor')     AS actors,
       c.trigger_text,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM claim_participants p
         WHERE p.claim_id = c.claim_id AND p.role = 'recipient') AS recipients,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM claim_places p
         WHERE p.claim_id = c.claim_id AND p.role = 'location')  AS locations,
       c.time_text,
       c.time_from,
       c.time_until,
       (SELECT group_concat(q.measure || ': ' || q.text, '; ') FROM claim_quantities q
         WHERE q.claim_id = c.claim_id)                          AS quantities,
       c.realization,
       c.factuality,
       c.effect_kind,
       c.effect_place,
       c.effect_from,
       c.effect_to,
       c.evidence,
       x.text                               AS sentence,
       c.rule,
       c.score,
       coalesce(e.event_id, c.event_id)     AS event_id,
       c.report_id
  FROM claims c
  JOIN reports r USING (report_id)
  JOIN sentences x ON x.report_id = c.report_id AND x.sentence_id = c.sentence_id
  LEFT JOIN statements s ON s.report_id = c.report_id AND s.statement_id = c.statement_id
  LEFT JOIN event_claims e ON e.claim_id = c.claim_id;

CREATE VIEW events_flat AS                  -- One row per event with the publishers and speakers behind it.
SELECT e.event_id,
       e.event_type,
       e.modes,
       e.status,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM event_participants p
         WHERE p.event_id = e.event_id AND p.role = 'actor')     AS actors,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM event_participants p
         WHERE p.event_id = e.event_id AND p.role = 'recipient') AS recipients,
       (SELECT group_concat(coalesce(p.name, p.text), '; ') FROM event_places p
         WHERE p.event_id = e.event_id AND p.role = 'location')  AS locations,
       e.time_text,
       e.time_from,
       e.time_until,
       e.n_claims,
       e.n_reports,
       e.n_origins,
       (SELECT count(*) FROM contradictions x WHERE x.event_id = e.event_id) AS n_contradictions,
       (SELECT group_concat(DISTINCT r.publisher) FROM event_claims k JOIN claims c USING (claim_id) JOIN reports r USING (report_id)
         WHERE k.event_id = e.event_id)                          AS publishers,
       (SELECT group_concat(DISTINCT s.speaker) FROM event_claims k JOIN claims c USING (claim_id)
          JOIN statements s ON s.report_id = c.report_id AND s.statement_id = c.statement_id
         WHERE k.event_id = e.event_id)                          AS speakers,
       e.part_of
  FROM events e;
