-- A database holds many states, one for each workspace. The key of every table
-- begins with the state. Keys are compared as bytes (COLLATE "C"): the order of
-- a language changes with the version of the operating system. The values are
-- those of package codec.

CREATE TABLE quo_import.states (
  state    integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name     text COLLATE "C" NOT NULL UNIQUE,
  created  timestamptz NOT NULL,
  version  text NOT NULL,             -- of the program that created it
  base_url text NOT NULL DEFAULT '',  -- of the workspace, '' until it is known
  commits  bigint NOT NULL DEFAULT 0, -- number of the last commit
  token    bigint NOT NULL DEFAULT 0, -- a commit that has another one is refused
  holder   text,                      -- the lease: NULL if nobody has it
  host     text,
  pid      integer,
  machine  text,                      -- boot and namespace that the pid is of
  since    timestamptz,
  expires  timestamptz
);

CREATE TABLE quo_import.sources (
  state integer NOT NULL,
  source text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, source)
);

CREATE TABLE quo_import.records (
  state integer NOT NULL,
  source text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, source, key)
);

CREATE TABLE quo_import.intents (
  state integer NOT NULL,
  source text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, source, key)
);

CREATE TABLE quo_import.missing (
  state integer NOT NULL,
  source text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  run text NOT NULL, -- the first in which the key was missing
  PRIMARY KEY (state, source, key)
);

CREATE TABLE quo_import.problems (
  state integer NOT NULL,
  source text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, source)
);

CREATE TABLE quo_import.runs (
  state integer NOT NULL,
  run text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, run),
  UNIQUE (state, seq)
);

CREATE TABLE quo_import.journal (
  state integer NOT NULL,
  run text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value bytea NOT NULL,
  PRIMARY KEY (state, run, key)
);
