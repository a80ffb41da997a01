package main

import (
	"encoding/pem"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/quo-import/quo-import/quo/sandbox"
)

// The container of deploy/Dockerfile has the static binary, certificates, and two
// folders for a user without privileges. This test runs the binary in such a root:
// there is nothing else, no libc, /etc/passwd, /proc or time zones, and only /state
// and /tmp are writable.
func TestTheBinaryRunsInAnEmptyRoot(t *testing.T) {
	s := sandbox.New(sandbox.Options{Key: "k", RatePerSecond: 9000, Fields: []sandbox.Field{{Name: "Signup Date", Key: "signup", Type: "date"}}})
	server := httptest.NewTLSServer(s)
	defer server.Close()
	root := t.TempDir()
	buildStatic(t, filepath.Join(root, "quo-import"))
	for name, text := range map[string]string{
		"etc/ssl/certs/ca-certificates.crt": string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})),
		"data/contacts.csv":                 "ID,First,Mobile,Since\n1,Maya,415-555-0134,03/04/2024\n",
		"data/mapping.yaml": `
version: 1
source: crm
key: ID
region: US
contact: {firstName: First, phoneNumbers: [{column: Mobile, name: mobile}]}
custom: {Signup Date: {column: Since, format: DD/MM/YYYY, timezone: Europe/Berlin}}
`,
	} {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	sealed(t, root, "state", "tmp")

	for _, want := range []string{"created 1", "unchanged 1"} {
		cmd := exec.Command("/quo-import", "import", "/data/contacts.csv", "-m", "/data/mapping.yaml", "--yes")
		cmd.Env = []string{"QUO_API_KEY=k", "QUO_IMPORT_BASE_URL=" + server.URL}
		cmd.Dir = "/state"
		cmd.SysProcAttr = confined(root)
		out, err := cmd.CombinedOutput()
		if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
			t.Skipf("this machine lets nobody but root change the root folder: %v", err)
		}
		if err != nil || !strings.Contains(string(out), want) {
			t.Fatalf("%v, want %q:\n%s", err, want, out)
		}
	}
	if n := len(s.Contacts()); n != 1 {
		t.Errorf("%d contacts, want 1", n)
	}
}

// nobody is the user of deploy/Dockerfile.
const nobody = 65532

// confined returns the attributes of a process in another root folder, as nobody: the
// machine's if root runs the test, otherwise a user namespace's.
func confined(root string) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobody, Gid: nobody, NoSetGroups: os.Getuid() != 0}}
	if os.Getuid() != 0 {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: nobody, HostID: os.Getgid(), Size: 1}}
	}
	return attr
}

// sealed makes the root read-only except for some folders, which belong to nobody.
func sealed(t *testing.T, root string, writable ...string) {
	t.Helper()
	for _, name := range writable {
		path := filepath.Join(root, name)
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
		if os.Getuid() == 0 {
			if err := os.Chown(path, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	for path := root; path != os.TempDir() && path != "/"; path = filepath.Dir(path) {
		mode := os.FileMode(0o755) // t.TempDir is 0700, and nobody has to come through
		if path == root {
			mode = 0o555
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(root, 0o755) })
}

func buildStatic(t *testing.T, program string) {
	t.Helper()
	cmd := exec.Command("go", "build", "-trimpath", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
}
