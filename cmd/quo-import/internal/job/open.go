package job

import (
	"context"
	"errors"
	"io/fs"

	"github.com/quo-import/quo-import/importer/rows"
	"github.com/quo-import/quo-import/mapping"
	"github.com/quo-import/quo-import/quo"
)

// LoadMapping reads a mapping file. check returns what is wrong with an option of
// the file, "" for nothing.
func LoadMapping(path string, check func(mapping.Option) string) (*mapping.Mapping, error) {
	f, err := rows.OpenFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Usagef("--mapping: %s: no such file%s", path, nearFile(err, path))
	}
	if err != nil {
		return nil, Usagef("--mapping: %w", err)
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

func (j *Job) connect(ctx context.Context) (err error) {
	j.Connection, err = ConnectWithFields(ctx, j.opts.API, j.opts.Mapping)
	if err != nil && j.opts.Offline && unreachable(err) {
		j.Connection, j.Unasked = &Connection{}, err
		return nil
	}
	return err
}

// unreachable reports whether Quo gave no answer, or one that it cannot give now.
func unreachable(err error) bool {
	return (errors.As(err, new(*quo.TransportError)) || errors.As(err, new(*quo.APIError))) && quo.Classify(err).Again()
}
