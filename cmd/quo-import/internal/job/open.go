package job

import (
	"context"
	"errors"
	"os"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/importer/rows/formats"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/mapping/headers"
)

// LoadMapping reads a mapping file. check returns what is wrong with an option of
// the file, "" for nothing.
func LoadMapping(path string, check func(mapping.Option) string) (*mapping.Mapping, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, Usagef("the mapping: %w", err)
	}
	defer f.Close()
	return mapping.Load(path, f, check)
}

// Open opens files, mapping and API, and compiles the mapping for each file. If
// decisions are open, the error is an *Undecided. The caller closes the job.
func Open(ctx context.Context, opts Options) (*Job, error) {
	j, err := Begin(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := j.Ready(); err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return j, nil
}

// Begin opens files, mapping and API, and makes the decisions that options, mapping
// and rows make. The others are its Decisions: pass their answers to Answer, then call
// Ready. The caller closes the job.
func Begin(ctx context.Context, opts Options) (*Job, error) {
	j := &Job{opts: opts, Mapping: opts.Mapping, Connection: &Connection{}}
	for _, step := range []func(context.Context) error{j.openFiles, j.connect, j.findColumns, j.decide} {
		if err := step(ctx); err != nil {
			return nil, errors.Join(err, j.Close())
		}
	}
	return j, nil
}

func (j *Job) openFiles(context.Context) error {
	opts := j.opts.Rows
	opts.Score = headers.Score
	for _, path := range j.opts.Files {
		f, err := formats.Open(path, opts)
		if errors.Is(err, rows.ErrEmpty) {
			return Stoppedf("%w", err)
		}
		if err != nil {
			return Usagef("%w", err)
		}
		j.Files = append(j.Files, f)
	}
	return nil
}

func (j *Job) connect(ctx context.Context) (err error) {
	j.Connection, err = ConnectWithFields(ctx, j.opts.API, j.opts.Mapping)
	return err
}
