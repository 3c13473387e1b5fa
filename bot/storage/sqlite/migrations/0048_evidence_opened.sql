-- When a moderator first read what went along: something can go along later, with a report that was
-- opened already.
ALTER TABLE report_evidence ADD COLUMN opened_at INTEGER;
UPDATE report_evidence SET opened_at = (
    SELECT report.opened_at FROM report WHERE report.report_id = report_evidence.report_id)
WHERE chosen = 2;
