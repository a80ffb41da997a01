//go:build unix

package main

import (
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// TestDeployedCommands runs the commands of deploy/ as their schedulers do, in other
// folders: by sh, without a terminal, with only the environment of the file and the
// scheduler. Each must refuse a first run, import, and print nothing if nothing is
// wrong.
func TestDeployedCommands(t *testing.T) {
	program := buildProgram(t)
	for _, d := range []struct {
		file    string
		command func(t *testing.T, text string) (line string, env []string)
	}{
		{"crontab", ofCrontab},
		{"systemd/quo-import.service", ofService},
		{"cronjob.yaml", ofCronJob},
		{"github-actions.yml", ofWorkflow},
	} {
		t.Run(d.file, func(t *testing.T) {
			text, err := os.ReadFile(filepath.Join("../../deploy", d.file))
			if err != nil {
				t.Fatal(err)
			}
			line, env := d.command(t, string(text))
			newHost(t, program).nights(line, env)
		})
	}
}

// ofCrontab returns the last line without its five time fields, and cron's environment
// (crontab(5)) with the assignments of the file.
func ofCrontab(t *testing.T, text string) (string, []string) {
	env := []string{"SHELL=/bin/sh", "PATH=/usr/bin:/bin", "LOGNAME=quo-import", "HOME=/var/lib/quo-import"}
	var line string
	for l := range strings.Lines(text) {
		switch l = strings.TrimSpace(l); {
		case l == "" || strings.HasPrefix(l, "#"):
		case regexp.MustCompile(`^[A-Z_]+=`).MatchString(l):
			env = append(env, l)
		default:
			line = strings.Join(strings.Fields(l)[5:], " ")
		}
	}
	if strings.Contains(line, "%") {
		t.Errorf("cron ends the line at the first %%: %s", line)
	}
	return line, env
}

func ofService(t *testing.T, text string) (string, []string) {
	text = strings.ReplaceAll(text, "\\\n", "")
	found := regexp.MustCompile(`(?m)^ExecStart=(.*)$`).FindStringSubmatch(text)
	if found == nil {
		t.Fatal("no ExecStart")
	}
	return found[1], nil
}

func ofWorkflow(t *testing.T, text string) (string, []string) {
	var doc struct {
		Jobs map[string]struct {
			Steps []struct{ Run string }
		}
	}
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	for _, step := range doc.Jobs["import"].Steps {
		if strings.HasPrefix(step.Run, "quo-import ") {
			return "cd /github && " + step.Run, []string{"QUO_API_KEY=k", "PATH=/usr/bin:/bin"}
		}
	}
	t.Fatal("no step runs quo-import")
	return "", nil
}

// host has the folders that the files of deploy/ name.
type host struct {
	t       *testing.T
	dir     string
	sandbox *sandbox.Sandbox
	url     string
	places  *strings.Replacer
}

func newHost(t *testing.T, program string) *host {
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000})
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"contacts.csv": "ID,First,Role,Mobile\n1,Maya,Clerk,415-555-0134\n2,Ben,Buyer,212-555-0171\n",
		"mapping.yaml": crashMapping, "api-key": "k\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &host{t, dir, s, server.URL, strings.NewReplacer(
		"/usr/bin/quo-import", program, "/quo-import import", program+" import", "PATH=/usr/bin", "PATH="+filepath.Dir(program)+":/usr/bin",
		"/srv/exports", dir, "/etc/quo-import", dir, "/var/lib/quo-import", dir, "%d/", dir+"/",
		"/export/", dir+"/", "/config/", dir+"/", "/secret/", dir+"/", "/state/", dir+"/", "/github", dir,
	)}
}

func (h *host) nights(line string, env []string) {
	h.t.Helper()
	const guard = " --require-state"
	if strings.Contains(line, guard) {
		if output, code := h.run(line, env); code != exitStopped && code != exitUsage || output == "" {
			h.t.Errorf("without a state: exit code %d, output %q", code, output)
		}
	}
	if output, code := h.run(strings.Replace(line, guard, "", 1), env); code != exitDone {
		h.t.Fatalf("the first run: exit code %d\n%s", code, output)
	}
	if n := len(h.sandbox.Contacts()); n != 2 {
		h.t.Errorf("%d contacts, want 2", n)
	}
	h.sandbox.ResetCounts()
	if output, code := h.run(line, env); code != exitDone || output != "" {
		h.t.Errorf("an unchanged night: exit code %d, output %q", code, output)
	}
	if n := h.sandbox.Counts().Of(sandbox.Create, sandbox.Update); n != 0 {
		h.t.Errorf("an unchanged night wrote %d times", n)
	}
}

// run returns what the command printed, on both streams, and its exit code.
func (h *host) run(line string, env []string) (string, int) {
	h.t.Helper()
	cmd := exec.Command("/bin/sh", "-c", h.places.Replace(line))
	cmd.Env = append(slices.Clone(env), "QUO_IMPORT_BASE_URL="+h.url)
	for i, e := range cmd.Env {
		cmd.Env[i] = h.places.Replace(e)
	}
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		h.t.Fatal(fmt.Errorf("%s: %w", line, err))
	}
	return string(out), cmd.ProcessState.ExitCode()
}
