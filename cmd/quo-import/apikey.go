package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"
)

func termIsTerminal(fd int) bool { return term.IsTerminal(fd) }

// apiKey finds the key: --api-key-file, QUO_API_KEY, or a hidden prompt on a
// terminal. It is never a flag: arguments are shown to every user of a machine.
func (s *settings) apiKey(io streams, prompt bool) (string, error) {
	key := os.Getenv("QUO_API_KEY")
	if s.apiKeyFile != "" && (s.flags.Changed("api-key-file") || key == "") {
		text, err := os.ReadFile(s.apiKeyFile)
		if err != nil {
			return "", usage("the API key: %w", err)
		}
		key = string(bytes.TrimRight(text, "\r\n"))
		if key == "" {
			return "", usage("the API key: %s is empty", s.apiKeyFile)
		}
	}
	key = strings.TrimRight(key, "\r\n")
	if key != "" || !prompt {
		return key, nil
	}
	in, ok := io.In.(*os.File)
	if !ok || !isTerminal(io.In) || !isTerminal(io.Err) {
		return "", usage("no API key: put it into the environment as QUO_API_KEY, or into a file for --api-key-file; --sandbox tries things out without one")
	}
	fmt.Fprint(io.Err, "API key of the Quo workspace (it is not shown): ")
	text, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(io.Err)
	if err != nil {
		return "", usage("no API key: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}
