package ui

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// respond answers with JSON.
func respond(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the browser has left
}

// problem is what is wrong with a request, for a person.
type problem struct {
	Problem string `json:"problem"`
}

func respondError(w http.ResponseWriter, status int, err error) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(problem{err.Error()})
}

// mostJSON is the most bytes of a request that is not a file.
const mostJSON = 4 << 20

// handle returns a handler that decodes a request, unless it is a GET, and answers with
// what do returns, or with what is wrong.
func handle[T any](do func(*http.Request, T) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in T
		if r.Method != http.MethodGet {
			decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostJSON))
			decoder.DisallowUnknownFields()
			if err := decoder.Decode(&in); err != nil {
				respondError(w, http.StatusBadRequest, errors.New("the request is not what this version of the page sends: reload it"))
				return
			}
		}
		out, err := do(r, in)
		if err != nil {
			respondError(w, http.StatusConflict, err)
			return
		}
		respond(w, out)
	}
}

// attach sends a file to be saved.
func attach(w http.ResponseWriter, name, kind string, f io.ReadSeeker) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		respondError(w, http.StatusInternalServerError, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = io.Copy(w, f) // the browser has left
}
