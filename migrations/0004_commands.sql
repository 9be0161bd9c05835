-- What is being deleted says so until nothing of it is left; epoch ms.
ALTER TABLE integrations ADD COLUMN deleting_at INTEGER;
ALTER TABLE marketplaces ADD COLUMN deleting_at INTEGER;
-- Audit lines say what changed from what to what (JSON), through what, and where it is found.
ALTER TABLE audit ADD COLUMN changes TEXT;
ALTER TABLE audit ADD COLUMN through TEXT;
ALTER TABLE audit ADD COLUMN link TEXT;
