-- The generation of the newest header that was ever whole, so that an older one put
-- back is noticed. One row.
CREATE TABLE anchor (generation INTEGER NOT NULL) STRICT;
INSERT INTO anchor VALUES (0);
