package rows

import (
	"errors"
	"fmt"
	"io"
)

// errNoWriter is the error of a named pipe that would be read for ever.
var errNoWriter = errors.New("this is a named pipe that nobody writes to: start its writer first")

// OpenFile opens a file that somebody named, of any kind. A named pipe is waited for like
// an input: until its first byte, but not for ever. The caller closes it.
func OpenFile(path string) (io.ReadCloser, error) {
	file, err := openFile(path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	var in io.Reader
	if err == nil {
		in, err = waitForWriter(file, info)
	}
	if err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{in, file}, nil
}

// ReadSmall reads a file that is small, or fails: also of one that never ends.
func ReadSmall(path string, limit int64) ([]byte, error) {
	f, err := OpenFile(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = fmt.Errorf("%s is larger than %d bytes: is it the right file?", path, limit)
	}
	return text, err
}
